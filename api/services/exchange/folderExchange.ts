import { createHash } from 'node:crypto';
import { type Logger } from 'pino';
import { type Database } from '../../../db/connect';
import { stableId } from '../../../db/stableId';
import { type KeyRing } from '../../../keys/keyRing';
import { type Act, execute, select, selectOne } from '../../http/act';
import { actUnattended, type Unattended } from '../../http/unattended';
import { placeOfRequest } from '../inquiries/inquiryRow';
import { placeOfSubmission } from '../claims/submitClaim';
import { ExchangeFolder } from './exchangeFolder';
import { fileNameOf } from './fileNames';
import { type TakenIn, takeInFile } from './takeInFile';
import { repeatEvery } from '../repeat';

const EVERY_MS = 3_000;
/** A file that was changed less long ago may still be being written. */
const SETTLED_MS = 2_000;
const TOGETHER = 50;

/** Who answers for what comes and goes through the folder. */
const EXCHANGE = { kind: 'service', id: stableId('principal', 'exchange-folder'), name: 'Exchange folder', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } as const;

export interface FolderExchangeOptions {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** Where files are exchanged; null: nowhere. */
  readonly folder: string | null;
  /** Write a digest beside each file that goes out. */
  readonly digests?: boolean;
  /** Called after each commit, to wake workflows and live pages. */
  readonly onDone: (done: Act) => void;
  readonly settledMs?: number;
  readonly everyMs?: number;
}

export interface FolderExchange {
  stop(): Promise<void>;
}

/** The clearinghouse adapter of a folder: hands over what waits and takes in what has come, every few seconds. */
export function startFolderExchange(options: FolderExchangeOptions): FolderExchange {
  const { folder, logger, digests } = options;
  if (folder === null) return { stop: () => Promise.resolve() };
  const place = new ExchangeFolder(folder, digests).prepare();
  return repeatEvery(options.everyMs ?? EVERY_MS, () => exchangeFiles(options, place).catch((error: unknown) => logger.warn({ error: (error as Error).name, code: (error as { code?: string }).code }, 'exchange folder failed; trying again')));
}

/** One round: out, then in. Only one process at a time looks after a folder. */
export async function exchangeFiles(options: FolderExchangeOptions, folder: ExchangeFolder): Promise<void> {
  const { database } = options;
  await database.sequelize.transaction(async (transaction) => {
    const lock = `careway-exchange-${createHash('sha1').update(`${database.sequelize.getDatabaseName()}/${folder.path}`).digest('hex').slice(0, 20)}`;
    const taken = await selectOne<{ taken: number }>({ database, transaction }, 'SELECT GET_LOCK(?, 0) AS taken', [lock]);
    if (Number(taken?.taken) !== 1) return;
    try {
      await handOver(options, folder);
      await handOverQuestions(options, folder);
      for (const name of folder.waiting(options.settledMs ?? SETTLED_MS)) await takeIn(options, folder, name);
    } finally {
      await select({ database, transaction }, 'SELECT RELEASE_LOCK(?)', [lock]);
    }
  });
}

interface Waiting {
  readonly id: string;
  readonly claimId: string;
  readonly patientId: string;
  readonly controlNumber: number;
  readonly type: string;
  readonly contentEnc: Buffer;
}

/**
 * Write what was submitted since. The file is there before the record says so: after a crash between the two it is written again, the same
 * bytes under the same name. Appeals are letters and do not go this way.
 */
async function handOver(options: FolderExchangeOptions, folder: ExchangeFolder): Promise<void> {
  for (;;) {
    const rows = await select<Waiting>(
      { database: options.database, transaction: null },
      `SELECT s.id, s.claim_id AS claimId, c.patient_id AS patientId, s.control_number AS controlNumber, c.type, s.content_enc AS contentEnc FROM claim_submissions s JOIN claims c ON c.id = s.claim_id
       WHERE s.adapter = 'folder' AND s.delivered_at IS NULL AND s.kind <> 'appeal' AND s.content_enc IS NOT NULL ORDER BY s.id LIMIT ${TOGETHER}`,
    );
    for (const { id, claimId, patientId, controlNumber, type, contentEnc } of rows) {
      await folder.send(fileNameOf(type === 'professional' ? '837P' : '837I', controlNumber), options.database.cipher.open(placeOfSubmission(id), contentEnc));
      await actUnattended(unattended(options), async (act) => {
        await execute(act, 'UPDATE claim_submissions SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL', [act.now, id]);
        act.audits.push({ action: 'claim.handed-over', resourceType: 'claim', resourceId: claimId, patientId, detail: { submissionId: id } });
      });
    }
    if (rows.length < TOGETHER) return;
  }
}

interface Asked {
  readonly id: string;
  readonly kind: string;
  readonly patientId: string;
  readonly controlNumber: number;
  readonly requestEnc: Buffer;
}

/** The same for what payers are asked: 270, 276, 278. */
async function handOverQuestions(options: FolderExchangeOptions, folder: ExchangeFolder): Promise<void> {
  for (;;) {
    const rows = await select<Asked>(
      { database: options.database, transaction: null },
      `SELECT id, kind, patient_id AS patientId, control_number AS controlNumber, request_enc AS requestEnc FROM payer_inquiries WHERE adapter = 'folder' AND delivered_at IS NULL ORDER BY id LIMIT ${TOGETHER}`,
    );
    for (const { id, kind, patientId, controlNumber, requestEnc } of rows) {
      await folder.send(fileNameOf(kind, controlNumber), options.database.cipher.open(placeOfRequest(id), requestEnc));
      await actUnattended(unattended(options), async (act) => {
        await execute(act, 'UPDATE payer_inquiries SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL', [act.now, id]);
        act.audits.push({ action: 'payer.question-handed-over', resourceType: 'payer inquiry', resourceId: id, patientId, detail: { kind } });
      });
    }
    if (rows.length < TOGETHER) return;
  }
}

async function takeIn(options: FolderExchangeOptions, folder: ExchangeFolder, name: string): Promise<void> {
  if (!folder.isFile(name)) return folder.keep('failed', name, 'This is no file.');
  if (!(await folder.fitsItsDigest(name))) {
    options.logger.warn({ state: 'changed' }, 'exchange file');
    return folder.keep('failed', name, 'Nothing of this file was posted:\n- it is not the file whose SHA-256 came with it: it was changed or cut on the way');
  }
  const taken = await takeInFile(unattended(options), folder.at('inbound', name));
  folder.keep(taken.state === 'failed' ? 'failed' : 'processed', name, reasonOf(taken));
  // The name is the sender's and may say anything: it is not logged.
  options.logger.info({ state: taken.state, ...(taken.state === 'taken-in' ? { kinds: taken.kinds, posted: taken.posted, queued: taken.queued } : {}) }, 'exchange file');
}

/** What a person reads beside the file; null when there is nothing to explain. */
export function reasonOf(taken: TakenIn): string | null {
  switch (taken.state) {
    case 'failed':
      return ['Nothing of this file was posted:', ...taken.problems.map((problem) => `- ${problem}`)].join('\n');
    case 'repeated':
      return `The same file was taken in on ${taken.receivedAt}. Nothing was posted again.`;
    case 'taken-in':
      return taken.repeated === 0 ? null : `${taken.repeated} payment(s) in this file had been posted before, out of another file. They were not posted again.`;
  }
}

function unattended({ database, keys, clock, onDone }: FolderExchangeOptions): Unattended {
  return { database, keys, clock, onDone, principal: EXCHANGE };
}
