import { contract } from '../../../../api/client';
import { type BenchHospital } from '../benchHospital';
import { type Spread, timeCalls } from '../stats';

/** One list in the forms people ask for it. */
export interface ListFigures {
  readonly plain: Spread;
  readonly byWard: Spread;
  readonly byName: Spread;
  readonly counted: Spread;
  /** A name in a ward, with how many there are. */
  readonly combined: Spread;
}

export interface KnownPlaces {
  readonly wardId: string;
  /** The beginning of a family name that is there. */
  readonly name: string;
}

const ROUNDS = 60;

/** The inbox of somebody of all wards, a page of 50. */
export async function measureInbox({ everybody }: BenchHospital, { wardId, name }: KnownPlaces): Promise<ListFigures> {
  const list = (query: object) => () => everybody.call(contract.listTasks, { query: { scope: 'all', limit: 50, ...query } });
  return { plain: await timeCalls(list({}), ROUNDS), byWard: await timeCalls(list({ wardId }), ROUNDS), byName: await timeCalls(list({ q: name }), ROUNDS), counted: await timeCalls(list({ count: 'true' }), ROUNDS), combined: await timeCalls(list({ wardId, q: name, count: 'true' }), ROUNDS) };
}

/** The journey board, a page of 50 of the journeys that run. */
export async function measureBoard({ everybody }: BenchHospital, { wardId, name }: KnownPlaces): Promise<ListFigures> {
  const list = (query: object) => () => everybody.call(contract.listJourneys, { query: { status: 'running', limit: 50, ...query } });
  return { plain: await timeCalls(list({}), ROUNDS), byWard: await timeCalls(list({ wardId }), ROUNDS), byName: await timeCalls(list({ q: name }), ROUNDS), counted: await timeCalls(list({ count: 'true' }), ROUNDS), combined: await timeCalls(list({ wardId, q: name, count: 'true' }), ROUNDS) };
}
