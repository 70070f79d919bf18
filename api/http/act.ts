import { type Transaction } from 'sequelize';
import { type Role } from '../../domain/roles';
import { type Database } from '../../db/connect';
import { send, sendLater, sendOnce, sendTogether, type Statement, type WriteResult } from '../../db/statement';
import { type Grant, type PolicyName } from '../policies/table';

/** Who acts. A service is a process of Careway and has the one role `service`. */
export interface Principal {
  readonly kind: 'person' | 'service' | 'nobody';
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly wardIds: readonly string[];
  /** The patient behind a portal login. */
  readonly patientId: string | null;
  readonly sessionId: string | null;
  /** Their role asks for a second factor, and they have none yet. */
  readonly lacksSecondFactor: boolean;
  /** When a person last proved who they are; sensitive routes ask for it to be recent. */
  readonly confirmedAt?: Date | null;
  /** The policies a service token is limited to; none: all that the role grants. */
  readonly scopes?: readonly PolicyName[] | null;
}

/** One line of the audit trail: who is known, the rest is said here. Detail is sealed. */
export interface AuditEntry {
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId?: string | null;
  readonly patientId?: string | null;
  readonly outcome?: 'done' | 'denied' | 'failed';
  readonly detail?: unknown;
  /** Who acted, when a process works in the name of a person; default: the principal. */
  readonly actor?: Pick<Principal, 'kind' | 'id'>;
}

/** A command to a workflow, written with the change that causes it (the outbox). */
export interface NewCommand {
  readonly workflowId: string;
  readonly kind: 'start' | 'signal' | 'update';
  /** Workflow type, signal or update name. */
  readonly name: string;
  readonly payload: unknown;
  /** For a signal: the workflow to start with this input when it does not run any more. */
  readonly starts?: { readonly type: string; readonly input: unknown };
  /** Makes it exactly once in effect. For an update it is the Update ID. */
  readonly dedupId: string;
}

/** Something a live page may want to know; opaque IDs only. */
export interface Announcement {
  readonly topic: 'task' | 'journey' | 'claim' | 'incident' | 'bed' | 'alert' | 'group-fix' | 'privacy' | 'session';
  readonly id: string;
  readonly roles?: readonly Role[];
  readonly userId?: string;
}

/** Everything a handler works with. Writes happen in `transaction`; what is queued here happens with or after its commit. */
export interface Act {
  readonly database: Database;
  /** Null for reads. */
  readonly transaction: Transaction | null;
  readonly principal: Principal;
  /** What the policy grants this principal here: `any`, or relations to check and to narrow lists by. */
  readonly grants: readonly Grant[];
  readonly now: Date;
  readonly requestId: string;
  readonly address: string;
  /** What the browser says it is. */
  readonly userAgent?: string;
  readonly audits: AuditEntry[];
  /** Of a read: puts what `audits` holds on the trail now, beside what is still to be done for the answer, which waits for it. */
  readonly trailNow?: () => void;
  readonly commands: NewCommand[];
  readonly announcements: Announcement[];
  /** Notification rows written here, to be queued after commit. */
  readonly notificationIds: string[];
}

/** A list of these patients was read. It is known before the list is presented, so the trail is written meanwhile: a reader never has what is not on it. */
export function trailList(act: Act, entry: Pick<AuditEntry, 'action' | 'resourceType' | 'resourceId'>, patientIds: Iterable<string | null>): void {
  act.audits.push({ ...entry, detail: { patientIds: [...new Set(patientIds)].filter((id) => id !== null) } });
  act.trailNow?.();
}

type Values = Record<string, unknown> | unknown[];

/** Rows of a read, in the act's transaction when there is one. Values are always bound, never spliced. */
export async function select<T extends object>({ database, transaction }: Pick<Act, 'database' | 'transaction'>, sql: string, values: Values = []): Promise<T[]> {
  return send<T[]>(database.sequelize, transaction, sql, values);
}

/** Rows of a read that effects and their forms ask again: in a transaction the first answer stands until the transaction writes. */
export async function selectOnce<T extends object>({ database, transaction }: Pick<Act, 'database' | 'transaction'>, sql: string, values: Values = []): Promise<readonly T[]> {
  return sendOnce<T[]>(database.sequelize, transaction, sql, values);
}

export async function selectOne<T extends object>(act: Pick<Act, 'database' | 'transaction'>, sql: string, values: Values = []): Promise<T | null> {
  const [row] = await select<T>(act, sql, values);
  return row ?? null;
}

/** Run a write and return the number of rows it touched. */
export async function execute({ database, transaction }: Pick<Act, 'database' | 'transaction'>, sql: string, values: Values = []): Promise<number> {
  return (await send<Partial<WriteResult>>(database.sequelize, transaction, sql, values)).affectedRows ?? 0;
}

/** Run a write whose answer nobody needs: in a transaction it goes out with the next statement, or with the commit, in one round trip. */
export async function executeLater({ database, transaction }: Pick<Act, 'database' | 'transaction'>, sql: string, values: Values = []): Promise<void> {
  await sendLater(database.sequelize, transaction, sql, values);
}

/** Run several writes in one round trip and return the number of rows they touched. */
export async function executeTogether({ database, transaction }: Pick<Act, 'database' | 'transaction'>, statements: readonly Statement[]): Promise<number> {
  return (await sendTogether(database.sequelize, transaction, statements)).reduce((rows, { affectedRows }) => rows + affectedRows, 0);
}
