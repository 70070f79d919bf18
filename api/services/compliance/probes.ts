import { PROBE_NAMES, PROBES, type ProbeName } from '../../../domain/compliance/probes';
import { type Standing } from '../../../domain/compliance/evidence';
import { amendmentLimit } from '../../../domain/privacy/amendment';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/time';
import { type Act, select, selectOne } from '../../http/act';
import { readCheckpointState } from '../audit/checkpointFile';
import { sealedSample } from './sealedSample';
import { hospitalDay, hospitalMoment } from '../staff/hospitalZone';

/** The settings a probe looks at. */
export interface ProbeSettings {
  readonly checkpoints: string | null;
  readonly masterKeyId: string;
  readonly webUrl: string;
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
}

export interface Finding {
  readonly standing: Standing;
  readonly says: string;
  /** When it was looked at; null: just now. */
  readonly checkedAt?: string | null;
}
export interface Probed extends Finding { readonly name: ProbeName; readonly label: string; readonly checkedAt: string | null }

type Reader = Pick<Act, 'database' | 'transaction' | 'now'>;
type Probe = (act: Reader, settings: ProbeSettings) => Promise<Finding>;

const ER_TABLEACCESS_DENIED = 1142;
const LAG_MS = 5 * MINUTE_MS;
const REVIEW_DAYS = 180;
/** The task’s own limit (domain/tasks/types/privacy). */
const GLASS_REVIEW_DAYS = 3;
/** A nightly backup, with two hours to spare. */
const BACKUP_HOURS = 26;
const PROVED_DAYS = 7;
const found = (isGood: boolean, says: string): Finding => ({ standing: isGood ? 'proven' : 'broken', says });
const unknown = (says: string): Finding => ({ standing: 'unknown', says });
const count = async (act: Reader, sql: string, values: Record<string, unknown> = {}): Promise<number> => Number((await selectOne<{ n: number }>(act, sql, values))?.n ?? 0);

const RUN: Readonly<Record<ProbeName, Probe>> = {
  // Reads the whole trail: done by `careway compliance --verify`, kept, and shown with its time.
  'audit-chain': async (act) => {
    const kept = await selectOne<{ state: 'good' | 'bad' | 'unknown'; says: string; checkedAt: Date }>(act, "SELECT state, says, checked_at AS checkedAt FROM compliance_checks WHERE name = 'audit-chain'");
    return kept ? { standing: kept.state === 'good' ? 'proven' : kept.state === 'bad' ? 'broken' : 'unknown', says: kept.says, checkedAt: kept.checkedAt.toISOString() } : unknown('Not verified yet: run careway compliance --verify.');
  },
  checkpoints: async (act, { checkpoints }) => {
    if (checkpoints === null) return unknown('No folder for checkpoints is set (AUDIT_CHECKPOINT_DIR).');
    const { at, problem } = readCheckpointState(checkpoints);
    if (problem !== null) return found(false, 'The writer of the checkpoints has raised an alarm.');
    if (at === null) return unknown('No checkpoint has been written yet.');
    const newest = (await selectOne<{ at: Date | null }>(act, 'SELECT MAX(at) AS at FROM audit_events'))?.at ?? null;
    return found(newest === null || Math.min(newest.getTime(), act.now.getTime() - LAG_MS) <= Date.parse(at), `The last checkpoint is of ${hospitalMoment(new Date(at))}.`);
  },
  'audit-rights': async (act) => {
    try {
      await act.database.sequelize.query('DELETE FROM audit_events WHERE 1 = 0');
      return found(false, 'The application’s database user may delete audit events.');
    } catch (error) {
      if ((error as { parent?: { errno?: number } }).parent?.errno !== ER_TABLEACCESS_DENIED) throw error;
      return found(true, 'The database refuses a deletion.');
    }
  },
  'second-factor': async (act) => {
    const [all, without] = [await count(act, 'SELECT COUNT(*) AS n FROM staff_users WHERE disabled_at IS NULL'), await count(act, 'SELECT COUNT(*) AS n FROM staff_users u WHERE u.disabled_at IS NULL AND u.totp_confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id AND k.suspended_at IS NULL)')];
    return found(without === 0, `${without} of ${all} who may sign in have neither an authenticator app nor a passkey.`);
  },
  'stale-accounts': async (act) => {
    const since = new Date(act.now.getTime() - 90 * DAY_MS);
    const stale = await count(act, 'SELECT COUNT(*) AS n FROM staff_users u WHERE u.disabled_at IS NULL AND u.created_at < :since AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id AND s.last_seen_at >= :since)', { since });
    return found(stale === 0, `Accounts not used for 90 days: ${stale}.`);
  },
  'access-review': async (act) => {
    const review = await selectOne<{ last: Date | null; late: number | string }>(act, "SELECT MAX(completed_at) AS last, COALESCE(SUM(completed_at IS NULL AND due_on < :today), 0) AS late FROM access_reviews", { today: hospitalDay(act.now) });
    if (Number(review?.late ?? 0) > 0) return found(false, 'A review is past its date.');
    const last = review?.last ?? null;
    return last === null ? unknown('No review has been completed yet.') : found(last.getTime() >= act.now.getTime() - REVIEW_DAYS * DAY_MS, `The last review was completed on ${hospitalDay(last)}.`);
  },
  'glass-reviews': async (act) => {
    const late = await count(act, 'SELECT COUNT(*) AS n FROM glass_breaks WHERE outcome IS NULL AND opened_at < :since', { since: new Date(act.now.getTime() - GLASS_REVIEW_DAYS * DAY_MS) });
    return found(late === 0, `Not judged after ${GLASS_REVIEW_DAYS} days: ${late}.`);
  },
  amendments: async (act) => {
    const [first, last] = [amendmentLimit(new Date(0), false), amendmentLimit(new Date(0), true)].map((limit) => new Date(act.now.getTime() - limit.getTime()));
    const late = await count(act, "SELECT COUNT(*) AS n FROM amendments WHERE status = 'asked' AND asked_at < CASE WHEN extended_at IS NULL THEN :first ELSE :last END", { first, last });
    return found(late === 0, `Past their date: ${late}.`);
  },
  // Kept by `careway backup` and `careway backup --verify`.
  backup: async (act) => {
    const rows = await select<{ name: string; checkedAt: Date }>(act, "SELECT name, checked_at AS checkedAt FROM compliance_checks WHERE name IN ('backup-taken', 'backup-proved')");
    const [taken, proved] = ['backup-taken', 'backup-proved'].map((name) => rows.find((row) => row.name === name)?.checkedAt ?? null);
    if (!taken) return unknown('No backup is on record.');
    if (!proved) return unknown(`The last backup is of ${hospitalMoment(taken)}; none was proved by restoring it (careway backup DIR --verify).`);
    const isFresh = taken.getTime() >= act.now.getTime() - BACKUP_HOURS * HOUR_MS && proved.getTime() >= act.now.getTime() - PROVED_DAYS * DAY_MS;
    return found(isFresh, `The last backup is of ${hospitalMoment(taken)}; the last one proved by restoring is of ${hospitalMoment(proved)}.`);
  },
  'service-tokens': async (act) => {
    const soon = await count(act, 'SELECT COUNT(*) AS n FROM service_tokens WHERE revoked_at IS NULL AND expires_at IS NOT NULL AND expires_at < :limit', { limit: new Date(act.now.getTime() + 14 * DAY_MS) });
    return found(soon === 0, `Tokens that have run out or do so within 14 days: ${soon}.`);
  },
  keys: async (act, { masterKeyId }) => {
    const [all, old] = [await count(act, 'SELECT COUNT(*) AS n FROM data_keys'), await count(act, 'SELECT COUNT(*) AS n FROM data_keys WHERE master_key_id <> :masterKeyId', { masterKeyId })];
    return found(old === 0, `${old} of ${all} data keys are wrapped under an earlier master key.`);
  },
  sealed: async (act) => {
    const { columns, values, unsealed } = await sealedSample(act);
    return values === 0 ? unknown('Nothing is sealed yet.') : found(unsealed.length === 0, unsealed.length === 0 ? `${values} values of ${columns} columns looked at, each sealed.` : `Not sealed: ${unsealed.slice(0, 4).join(', ')}.`);
  },
  'session-limits': (_act, { sessionIdleMinutes, sessionHours }) => Promise.resolve(found(sessionIdleMinutes > 0 && sessionIdleMinutes <= 60 && sessionHours > 0 && sessionHours <= 24, `A session ends after ${sessionIdleMinutes} minutes without work, and after ${sessionHours} hours.`)),
  transport: (_act, { webUrl }) => Promise.resolve(found(webUrl.startsWith('https://'), webUrl.startsWith('https://') ? 'The address people use is https.' : 'The address people use is plain http.')),
};

/** Look at everything now; a probe that cannot look says so and proves nothing. */
export async function runProbes(act: Reader, settings: ProbeSettings): Promise<Probed[]> {
  return Promise.all(PROBE_NAMES.map(async (name) => {
    const finding = await RUN[name](act, settings).catch(() => unknown('Could not be looked at.'));
    return { name, label: PROBES[name], ...finding, checkedAt: finding.checkedAt === undefined ? (finding.standing === 'unknown' ? null : act.now.toISOString()) : finding.checkedAt };
  }));
}

/** The last results of the tests that controls rest on. */
export async function readResults(act: Reader, files: readonly string[]): Promise<{ file: string; title: string; status: 'passed' | 'failed'; ranAt: string; commit: string | null }[]> {
  const rows = await select<{ file: string; title: string; status: 'passed' | 'failed'; ranAt: Date; commit: string | null }>(act, 'SELECT file, title, status, ran_at AS ranAt, commit_sha AS commit FROM test_results WHERE file IN (:files)', { files: [...files] });
  return rows.map((row) => ({ ...row, ranAt: row.ranAt.toISOString() }));
}
