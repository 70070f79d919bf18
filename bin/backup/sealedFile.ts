import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openBytes, SealBroken, sealBytes } from '../../keys/keyRing';
import { BackupRefused } from './refusal';

/** Plain bytes to a chunk: memory stays small, and 2^32 chunks under one key (256 TiB) are far away. */
const CHUNK = 1 << 16;
/** Length of the sealed bytes (4, big endian), then 1 for the last chunk or 0. */
const FRAME = 5;
/** A chunk and what sealing adds. Whatever claims to be longer was not written here. */
const LONGEST = CHUNK + 64;

/** What the manifest says of a file. */
export interface SealedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Seal a stream into a file, chunk by chunk (AES-256-GCM). Each chunk is bound to the file's name, its place and whether it is the last:
 * none can be left out, swapped, or come from another file, and the end cannot be cut off.
 */
export async function sealFile(source: Readable, path: string, key: Buffer): Promise<SealedFile> {
  const name = basename(path);
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      bytes += piece.length;
      done(null, piece);
    },
  });
  await pipeline(source, sealing(key, name), count, createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true } as Parameters<typeof createWriteStream>[1]));
  return { name, bytes, sha256: hash.digest('hex') };
}

function sealing(key: Buffer, name: string): Transform {
  let waiting: Buffer[] = [];
  let size = 0;
  let index = 0;
  const next = (plain: Buffer, isLast: boolean): Buffer => {
    const sealed = sealBytes(key, plain, placeOf(name, index, isLast));
    index += 1;
    const frame = Buffer.alloc(FRAME);
    frame.writeUInt32BE(sealed.length);
    frame[4] = isLast ? 1 : 0;
    return Buffer.concat([frame, sealed]);
  };
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      waiting.push(piece);
      size += piece.length;
      // The last chunk is written by the flush alone, so a whole chunk waits until more has come.
      if (size <= CHUNK) return done();
      const all = Buffer.concat(waiting);
      let at = 0;
      for (; all.length - at > CHUNK; at += CHUNK) this.push(next(all.subarray(at, at + CHUNK), false));
      waiting = [all.subarray(at)];
      size = all.length - at;
      done();
    },
    flush(done) {
      this.push(next(Buffer.concat(waiting), true));
      done();
    },
  });
}

/** The plain bytes of a sealed file, in pieces. Throws BackupRefused at the first that is not as it was written. */
export async function* openFile(path: string, key: Buffer): AsyncGenerator<Buffer> {
  const name = basename(path);
  let rest: Buffer = Buffer.alloc(0);
  let index = 0;
  let ended = false;
  for await (const piece of createReadStream(path, { highWaterMark: 16 * CHUNK })) {
    if (ended) throw new BackupRefused(`${name} goes on after its end: it was changed.`);
    rest = rest.length === 0 ? (piece as Buffer) : Buffer.concat([rest, piece as Buffer]);
    while (rest.length >= FRAME) {
      const length = rest.readUInt32BE(0);
      if (length > LONGEST) throw new BackupRefused(`${name} was changed at piece ${index}.`);
      if (rest.length < FRAME + length) break;
      if (ended) throw new BackupRefused(`${name} goes on after its end: it was changed.`);
      ended = rest[4] === 1;
      yield openChunk(key, rest.subarray(FRAME, FRAME + length), name, index, ended);
      rest = rest.subarray(FRAME + length);
      index += 1;
    }
  }
  if (!ended || rest.length > 0) throw new BackupRefused(`${name} is cut short.`);
}

function openChunk(key: Buffer, sealed: Buffer, name: string, index: number, isLast: boolean): Buffer {
  try {
    return openBytes(key, sealed, placeOf(name, index, isLast));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new BackupRefused(`${name} was changed at piece ${index}.`);
  }
}

function placeOf(name: string, index: number, isLast: boolean): string {
  return `backup/${name}/${index}/${isLast ? 'last' : 'more'}`;
}
