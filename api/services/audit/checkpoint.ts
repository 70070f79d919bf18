import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type KeyRing } from '../../../keys/keyRing';

/** How far one chain had come. */
export interface ChainHead {
  readonly chain: number;
  readonly sequence: number;
  /** The hash of the event at `sequence`; 32 zero bytes before the first. */
  readonly head: Buffer;
}

/** One line of a checkpoint file: how far every chain had come at a moment, signed. */
export interface Checkpoint {
  readonly kind: 'checkpoint';
  readonly number: number;
  readonly at: string;
  /** Per chain: number, sequence and the first 8 bytes of its head in hex, which tell the chain at fault. The root binds the heads whole. */
  readonly chains: readonly (readonly [chain: number, sequence: number, head: string])[];
  /** Merkle root over the chains (RFC 6962: leaf SHA-256(0 ‖ "chain:sequence:" ‖ head), node SHA-256(1 ‖ left ‖ right)), hex. */
  readonly root: string;
  /** SHA-256 of the line before, hex; empty on the first line of all. */
  readonly previous: string;
  /** The master key whose derived key signed. */
  readonly key: string;
  readonly signature: string;
}

/** The writer found that the chains contradict its last checkpoint; from then on it signs nothing more. */
export interface Alarm extends Pick<Checkpoint, 'number' | 'at' | 'previous' | 'key' | 'signature'> {
  readonly kind: 'alarm';
  readonly problem: string;
}

export type CheckpointLine = Checkpoint | Alarm;

const SIGNATURE = ',"signature":"';
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Merkle root of chains in the order given. */
export function merkleRoot(heads: readonly ChainHead[]): Buffer {
  let level = heads.map(({ chain, sequence, head }) => sha256(Buffer.from([0]), Buffer.from(`${chain}:${sequence}:`), head));
  if (level.length === 0) return sha256(Buffer.alloc(0));
  while (level.length > 1) {
    const pairs: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index] as Buffer, level[index + 1]];
      pairs.push(right ? sha256(Buffer.from([1]), left, right) : left);
    }
    level = pairs;
  }
  return level[0] as Buffer;
}

/** The text of a signed line, without its line end. */
export function signLine(keys: KeyRing, content: Omit<Checkpoint, 'key' | 'signature'> | Omit<Alarm, 'key' | 'signature'>): string {
  const unsigned = JSON.stringify({ ...content, key: keys.currentId });
  const signature = sign(null, Buffer.from(unsigned), signingKey(keys, keys.currentId)).toString('base64');
  return `${unsigned.slice(0, -1)}${SIGNATURE}${signature}"}`;
}

/** What a line says; null when it is none or its signature is not ours. */
export function readLine(keys: KeyRing, text: string): CheckpointLine | null {
  const at = text.lastIndexOf(SIGNATURE);
  if (at < 0) return null;
  try {
    const line = JSON.parse(text) as CheckpointLine;
    if ((line.kind !== 'checkpoint' && line.kind !== 'alarm') || !keys.ids.includes(line.key)) return null;
    const isOurs = verify(null, Buffer.from(`${text.slice(0, at)}}`), createPublicKey(signingKey(keys, line.key)), Buffer.from(line.signature, 'base64'));
    return isOurs ? line : null;
  } catch {
    return null;
  }
}

/** What the next line's `previous` must be. */
export function lineHash(text: string): string {
  return sha256(Buffer.from(text)).toString('hex');
}

/** The public key with which anybody can check the checkpoints of a master key: SPKI, PEM. */
export function checkpointPublicKey(keys: KeyRing, masterId: string = keys.currentId): string {
  return createPublicKey(signingKey(keys, masterId)).export({ type: 'spki', format: 'pem' }).toString();
}

/** Ed25519 whose seed is derived from the key ring: a thief of the database cannot sign. */
function signingKey(keys: KeyRing, masterId: string): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, keys.keyFor('audit-checkpoint', masterId)]), format: 'der', type: 'pkcs8' });
}

function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
