import { contract } from '../../../api/client';
import { ENTRY_KIND_NAMES, ENTRY_KINDS, type EntryKind } from '../../../domain/privacy/amendment';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type Visit } from '../../http/visit';
import { patientHeader } from '../patients/header';
import { entriesView } from './view';

/** Where somebody chooses and asks: their own page, or the desk's page of a patient. */
export interface Asking {
  readonly patientId: string;
  /** The list of requests; asking stands below it. */
  readonly base: string;
  readonly isOwn: boolean;
}

/** First which entry, then what is wrong with it: each step has an address of its own. */
export async function showAsking(visit: Visit, { patientId, base, isOwn }: Asking, refusal: RefusedForm | null = null): Promise<void> {
  const path = `${base}/new`;
  const chosen = visit.query.get('entry') ?? visit.posted.get('entryId');
  const kind = kindOf(visit.query.get('kind') ?? visit.posted.get('kind'));
  const page = await visit.api.call(contract.listRecordEntries, {
    params: { patientId }, query: { limit: 50, ...(kind ? { kind } : {}), ...(chosen ? { entryId: chosen } : {}), ...(!chosen && visit.query.get('q')?.trim() ? { q: visit.query.get('q')?.trim() } : {}), ...(visit.query.get('cursor') ? { cursor: visit.query.get('cursor') ?? '' } : {}) },
  });
  const [entry] = chosen ? page.items : [];
  visit.render(entry ? 'amendments/ask' : 'amendments/choose', {
    ...refusal, errors: refusal?.errors ?? {}, typed: Object.fromEntries(visit.posted), base, isOwn, patient: isOwn ? null : await patientHeader(visit, patientId),
    ...(entry ? { entry: { ...entry, kindLabel: ENTRY_KINDS[entry.kind].label }, path } : entriesView(visit, path, page)),
  }, { status: refusal?.status ?? 200 });
}

export async function ask(visit: Visit, asking: Asking): Promise<void> {
  const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
  try {
    await visit.api.call(contract.askForAmendment, { params: { patientId: asking.patientId }, body: { kind: kindOf(text('kind')) ?? 'note', entryId: text('entryId'), wanted: text('wanted'), reason: text('reason'), ...(text('inform') ? { inform: text('inform') } : {}) } });
    visit.redirect(asking.base, 'amendment-asked');
  } catch (error) {
    await showAsking(visit, asking, refusalOf(error));
  }
}

const kindOf = (value: string | null): EntryKind | null => ENTRY_KIND_NAMES.find((name) => name === value) ?? null;
