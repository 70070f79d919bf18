import { QueryTypes, type Sequelize, Transaction } from 'sequelize';
import { type KeyRing } from '../../../keys/keyRing';
import { auditHash, type AuditRecord } from '../auditTrail';
import { type ChainHead } from './checkpoint';
import { type AuditProblem, type AuditReport, type KnownHashes } from './report';
import { type CheckedCheckpoints, verifyCheckpoints } from './verifyCheckpoints';

interface EventRow extends Omit<AuditRecord, 'at'> {
  readonly at: Date;
  readonly hash: Buffer;
}

const ER_NO_SUCH_TABLE = 1146;
const PAGE = 2_000;
/** A rehashed chain is wrong in every event; its first ones are enough to find the place. */
const SHOWN_PER_CHAIN = 3;
const START = Buffer.alloc(32);
const EVENTS = `SELECT chain, sequence, at, actor_id AS actorId, actor_kind AS actorKind, action, resource_type AS resourceType, resource_id AS resourceId, patient_id AS patientId,
  outcome, request_id AS requestId, address, detail_enc AS detail, hash FROM audit_events`;

/**
 * Is every audit event as it was written, and is none missing? Reads all of them in one consistent snapshot, while the hospital
 * goes on. `folder` holds the checkpoints; without it a cut end cannot show.
 */
export async function verifyAudit(sequelize: Sequelize, keys: KeyRing, folder: string | null): Promise<AuditReport> {
  const checkpoints = verifyCheckpoints(keys, folder); // before the snapshot, which can then only be newer
  try {
    return await verifyRecord(sequelize, keys, checkpoints);
  } catch (error) {
    if ((error as { parent?: { errno?: number } }).parent?.errno !== ER_NO_SUCH_TABLE) throw error;
    const gone: AuditProblem = { kind: 'missing', chain: null, sequence: null, message: 'The tables of the audit trail are not there: they were dropped, or this database was never prepared.' };
    return { intact: false, events: 0, chains: 0, checkpoint: checkpoints.newest, problems: [gone], warnings: checkpoints.warnings };
  }
}

function verifyRecord(sequelize: Sequelize, keys: KeyRing, checkpoints: CheckedCheckpoints): Promise<AuditReport> {
  return sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ, readOnly: true }, async (transaction) => {
    const query = <T extends object>(sql: string, replacements: unknown[] = []) => sequelize.query<T>(sql, { type: QueryTypes.SELECT, replacements, transaction });
    const heads = (await query<ChainHead>('SELECT chain, sequence, head FROM audit_chains ORDER BY chain')).map((head) => ({ ...head, sequence: Number(head.sequence) }));
    const known: KnownHashes = new Map();
    const problems: AuditProblem[] = [];
    let events = 0;
    for (const head of heads) {
      const walked = await walkChain(head, keys, checkpoints.wanted, known, (after) => query<EventRow>(`${EVENTS} WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT ${PAGE}`, [head.chain, after]));
      events += walked.events;
      problems.push(...walked.problems);
    }
    const strangers = await query<{ chain: number }>('SELECT DISTINCT chain FROM audit_events WHERE chain NOT IN (SELECT chain FROM audit_chains)');
    problems.push(...strangers.map(({ chain }): AuditProblem => ({ kind: 'unknown-chain', chain, sequence: null, message: `Chain ${chain} has events but no head: its head was deleted.` })));
    problems.push(...checkpoints.compare(heads, known, events));
    return { intact: problems.length === 0, events, chains: heads.length, checkpoint: checkpoints.newest, problems, warnings: checkpoints.warnings };
  });
}

/** Follow one chain from its start: no gap, every hash right, the last one the head. */
async function walkChain(head: ChainHead, keys: KeyRing, wanted: ReadonlySet<string>, known: KnownHashes, page: (after: number) => Promise<EventRow[]>): Promise<{ events: number; problems: AuditProblem[] }> {
  const { chain } = head;
  const all: AuditProblem[] = [];
  const note = (kind: AuditProblem['kind'], sequence: number, message: string) => void all.push({ kind, chain, sequence, message });
  const hasher = new ChainHasher(keys);
  let previous: Buffer = START;
  let [sequence, events] = [0, 0];
  for (let rows = await page(0); rows.length > 0; rows = await page(sequence)) {
    for (const row of rows) {
      const at = Number(row.sequence);
      if (at !== sequence + 1) note('missing', sequence + 1, sequence + 2 === at ? `Chain ${chain}: event ${sequence + 1} is missing.` : `Chain ${chain}: events ${sequence + 1} to ${at - 1} are missing.`);
      else if (!hasher.isRight(previous, row)) note('changed', at, `Chain ${chain}: event ${at} is not as it was written, or the one before it is not.`);
      [previous, sequence, events] = [row.hash, at, events + 1];
      if (wanted.has(`${chain}:${at}`)) known.set(`${chain}:${at}`, row.hash);
    }
  }
  if (sequence !== head.sequence) note('head', Math.min(sequence, head.sequence) + 1, `Chain ${chain} ends at event ${sequence}; its head says ${head.sequence}.`);
  else if (!previous.equals(head.head)) note('head', sequence, `Chain ${chain}: its head is not the hash of event ${sequence}.`);
  const shown = all.slice(0, SHOWN_PER_CHAIN);
  if (all.length > shown.length) shown.push({ kind: all[shown.length]?.kind ?? 'changed', chain, sequence: all[shown.length]?.sequence ?? null, message: `Chain ${chain}: ${all.length - shown.length} more places after that.` });
  return { events, problems: shown };
}

/** Master keys follow one another: an event hashed with a newer key is never followed by one with an older. */
class ChainHasher {
  private readonly keys: Buffer[];
  private current = 0;

  constructor(keys: KeyRing) {
    this.keys = [...keys.ids].reverse().map((id) => keys.keyFor('audit-chain', id));
  }

  isRight(previous: Buffer, row: EventRow): boolean {
    const { hash, at, ...rest } = row;
    const { chain, sequence, ...fields } = rest;
    const record = { chain, sequence: Number(sequence), at: at.toISOString(), ...fields };
    const found = this.keys.findIndex((key, index) => index >= this.current && auditHash(key, previous, record).equals(hash));
    if (found < 0) return false;
    this.current = found;
    return true;
  }
}
