import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed bytes that cannot be opened: wrong key, wrong place, or tampered with. Carries no content. */
export class SealBroken extends Error {
  constructor() {
    super('Sealed data could not be opened: the key is missing or the data was moved or changed.');
    this.name = 'SealBroken';
  }
}

/** AES-256-GCM: iv ‖ tag ‖ ciphertext. `bound` is authenticated, not stored: the place the data belongs to. */
export function sealBytes(key: Buffer, plain: Uint8Array, bound: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  cipher.setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** The inverse of `sealBytes`; throws SealBroken. */
export function openBytes(key: Buffer, sealed: Uint8Array, bound: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealBroken();
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

/** HMAC-SHA256. */
export function keyedHash(key: Buffer, ...parts: (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/**
 * The master keys of an installation, newest first. The newest seals; every one opens, so keys rotate without downtime.
 * Purposes never share a key: each is derived by HKDF-SHA256.
 */
export class KeyRing {
  private readonly derived = new Map<string, Buffer>();

  private constructor(private readonly masters: ReadonlyMap<string, Buffer>, readonly currentId: string) {}

  /** Parse `CAREWAY_KEYS`: "id:base64of32bytes[,id:…]", newest first. Throws with what is wrong, never with key material. */
  static parse(text: string | undefined): KeyRing {
    const masters = new Map<string, Buffer>();
    for (const entry of (text ?? '').split(',').filter(Boolean)) {
      const at = entry.indexOf(':');
      const id = entry.slice(0, at).trim();
      const bytes = Buffer.from(entry.slice(at + 1), 'base64');
      if (!/^[a-z0-9-]{1,20}$/.test(id)) throw new Error('CAREWAY_KEYS: each entry is "id:base64", id of 1 to 20 letters, digits or dashes.');
      if (bytes.length !== 32) throw new Error(`CAREWAY_KEYS: key ${id} is not 32 bytes of base64.`);
      if (masters.has(id)) throw new Error(`CAREWAY_KEYS: key ${id} is there twice.`);
      masters.set(id, bytes);
    }
    const [currentId] = masters.keys();
    if (!currentId) throw new Error('CAREWAY_KEYS is not set: give at least one "id:base64of32bytes" (openssl rand -base64 32).');
    return new KeyRing(masters, currentId);
  }

  /** The IDs of all master keys, newest first. */
  get ids(): readonly string[] {
    return [...this.masters.keys()];
  }

  /** The key for one purpose under one master key (default: the current one). Throws SealBroken when that master is unknown. */
  keyFor(purpose: string, masterId: string = this.currentId): Buffer {
    const name = `${masterId}/${purpose}`;
    let key = this.derived.get(name);
    if (!key) {
      const master = this.masters.get(masterId);
      if (!master) throw new SealBroken();
      key = Buffer.from(hkdfSync('sha256', master, '', `careway/${purpose}`, 32));
      this.derived.set(name, key);
    }
    return key;
  }
}
