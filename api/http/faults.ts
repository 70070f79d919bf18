import { ConnectionAcquireTimeoutError, ConnectionError, UniqueConstraintError } from 'sequelize';
import { conflict, Problem } from './problem';
import { isContended } from './transaction';

/** The server ends, or ended this connection: server shutdown, query interrupted, connection killed. */
const ENDED = new Set([1053, 1317, 1927]);
/** No room for a write: error writing a file, disk full, table full. */
const NO_ROOM = new Set([3, 1021, 1114]);
const SOON = { 'retry-after': '2' };

interface ServerError {
  readonly errno?: number;
  readonly fatal?: boolean;
}

/** What went wrong, in words for whoever asked. A fault of the record that passes is 503, so that people and processes ask again; only what nobody foresaw is 500. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UniqueConstraintError) return conflict('already-exists', 'This exists already.');
  if (error instanceof ConnectionError || error instanceof ConnectionAcquireTimeoutError) return new Problem(503, 'record-unavailable', 'The record cannot be reached just now. Nothing was changed; try again.', { headers: SOON });
  return ofRecord((error as { parent?: ServerError }).parent) ?? ofRequest((error as { status?: number }).status) ?? new Problem(500, 'internal', 'Something went wrong on our side. Nothing was changed; try again, and tell support the request ID.');
}

function ofRecord(parent: ServerError | undefined): Problem | null {
  if (!parent) return null;
  const errno = parent.errno ?? 0;
  // A connection that broke at a commit tells nobody whether it was done.
  if (parent.fatal === true || ENDED.has(errno)) {
    return new Problem(503, 'record-lost', 'The record went away while this was done.', { detail: 'It is not certain whether it was done. Look before you do it again.', headers: SOON });
  }
  if (isContended(errno)) return new Problem(503, 'busy', 'Too many are changing this at once. Nothing was changed; try again in a moment.', { headers: SOON });
  if (NO_ROOM.has(errno)) return new Problem(503, 'record-full', 'The record has no room just now. Nothing was changed; tell support.', { headers: SOON });
  return null;
}

function ofRequest(status: number | undefined): Problem | null {
  if (status === 413) return new Problem(413, 'too-large', 'What was sent is too large.');
  return status !== undefined && status >= 400 && status < 500 ? new Problem(status, 'bad-request', 'The request cannot be read.') : null;
}
