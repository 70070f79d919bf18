import { readdir } from 'node:fs/promises';
import { type z } from 'zod';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, selectOne } from '../../http/act';
import { EXCHANGE_PLACES, ExchangeFolder, isUnfinished } from './exchangeFolder';

type State = z.input<typeof exchangeContract.readExchangeFolder.reply>;

/** How the exchange folder stands: what waits on either side, and when something last came. `path` null: there is none. */
export async function readExchangeFolder(act: Act, path: string | null): Promise<State> {
  const row = await selectOne<{ waiting: number; oldest: Date | null; failed: number; last: Date | null }>(
    act,
    `SELECT (SELECT COUNT(*) FROM claim_submissions WHERE adapter = 'folder' AND delivered_at IS NULL AND kind <> 'appeal') + (SELECT COUNT(*) FROM payer_inquiries WHERE adapter = 'folder' AND delivered_at IS NULL) AS waiting,
       LEAST(COALESCE((SELECT MIN(submitted_at) FROM claim_submissions WHERE adapter = 'folder' AND delivered_at IS NULL AND kind <> 'appeal'), '9999-01-01'),
         COALESCE((SELECT MIN(asked_at) FROM payer_inquiries WHERE adapter = 'folder' AND delivered_at IS NULL), '9999-01-01')) AS oldest,
       (SELECT COUNT(*) FROM exchange_files WHERE state = 'failed' AND superseded_by IS NULL) AS failed, (SELECT MAX(received_at) FROM exchange_files) AS last`,
  );
  const waiting = Number(row?.waiting ?? 0);
  return {
    isConfigured: path !== null, waitingOut: waiting, oldestWaitingAt: waiting > 0 && row?.oldest ? new Date(row.oldest).toISOString() : null, failed: Number(row?.failed ?? 0), lastFileAt: row?.last?.toISOString() ?? null,
    places: path === null ? null : await countPlaces(new ExchangeFolder(path)),
  };
}

/** How many files lie in each place; null when the folder cannot be read, as when its disk is not there. */
async function countPlaces(folder: ExchangeFolder): Promise<State['places']> {
  try {
    const counts = await Promise.all(EXCHANGE_PLACES.map(async (place) => [place, (await readdir(folder.at(place, ''))).filter((name) => !isUnfinished(name) && !/\.(reason\.txt|sha256)$/.test(name)).length] as const));
    return Object.fromEntries(counts) as NonNullable<State['places']>;
  } catch {
    return null;
  }
}
