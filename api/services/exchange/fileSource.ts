import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type ReadOptions, readX12, type X12Event } from '../../../interop/x12';

const CHUNK = 1 << 18;

/** What is out of balance waits in the queue for a person; it is no fault of the file. */
const OPTIONS: ReadOptions = { allowImbalance: true };

/** A file read from its beginning to its end once. Memory holds one piece of it. */
export class FileReading {
  bytes = 0;
  private readonly digest: Hash = createHash('sha256');

  /** `onPiece` sees the bytes before the events in them are told. */
  constructor(private readonly path: string, private readonly onPiece: (piece: Buffer) => Promise<void> | void = () => undefined) {}

  events(): AsyncGenerator<X12Event> {
    return readX12(this.pieces(), OPTIONS);
  }

  /** SHA-256 of the whole file; ask when the events are over. */
  hash(): Buffer {
    return this.digest.digest();
  }

  /** Bytes become characters one to one: what is not ASCII is then refused where it stands, whatever its encoding. */
  private async *pieces(): AsyncGenerator<string> {
    for await (const piece of createReadStream(this.path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      this.bytes += piece.length;
      this.digest.update(piece);
      await this.onPiece(piece);
      yield piece.toString('latin1');
    }
  }
}
