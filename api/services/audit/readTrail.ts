import { DatabaseError } from 'sequelize';
import { type Database } from '../../../db/connect';
import { type Act } from '../../http/act';
import { inTransaction } from '../../http/transaction';
import { appendAudits } from '../auditTrail';

interface Waiting {
  readonly act: Act;
  readonly key: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Reads written together at most; more are another round. */
const TOGETHER = 40;

const trails = new WeakMap<Database, ReadTrail>();

/**
 * Put on record who read what, before the reader has it. Reads change nothing, so their lines need no transaction of their own each: those that come while
 * one is being written are written together by the next, with one lock of a chain and one flush.
 */
export function trailReads(act: Act, key: Buffer): Promise<void> {
  let trail = trails.get(act.database);
  if (!trail) trails.set(act.database, (trail = new ReadTrail(act.database)));
  return trail.append(act, key);
}

class ReadTrail {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly database: Database) {}

  append(act: Act, key: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ act, key, resolve, reject });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, TOGETHER));
    this.isWriting = false;
  }

  private async write(reads: readonly Waiting[]): Promise<void> {
    const [first] = reads;
    if (!first) return;
    try {
      await inTransaction(this.database, (transaction) => appendAudits({ database: this.database, transaction }, reads.map(({ act }) => act), first.key));
      for (const { resolve } of reads) resolve();
    } catch (error) {
      // A line that cannot be written must not fail the others; a record that is away fails them all alike.
      if (reads.length > 1 && error instanceof DatabaseError) for (const read of reads) await this.write([read]);
      else for (const { reject } of reads) reject(error);
    }
  }
}
