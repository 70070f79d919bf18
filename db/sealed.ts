import { createHash, randomBytes } from 'node:crypto';
import { type KeyRing, keyedHash, openBytes, SealBroken, sealBytes } from '../keys/keyRing';

/** A data key as stored in `data_keys`: the key itself sealed under a master key. */
export interface StoredDataKey {
  readonly id: string;
  readonly purpose: 'field' | 'index';
  readonly masterKeyId: string;
  readonly wrappedKey: Buffer;
  /** Seals from then on; null while not every process knows it. */
  readonly sealsFrom: Date | null;
  /** Seals nothing that is still read, but for the audit trail. */
  readonly retiredAt: Date | null;
}

/** A data key before it is on record. */
export type NewDataKey = Pick<StoredDataKey, 'id' | 'purpose' | 'masterKeyId' | 'wrappedKey'>;

/** The place a sealed value belongs to; it opens nowhere else. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

const FORMAT = 1;
const wrapBound = (id: string) => `data-key/${id}`;

/** Make a new data key, wrapped under the current master key. */
export function createDataKey(keys: KeyRing, id: string, purpose: 'field' | 'index'): NewDataKey {
  const wrappedKey = sealBytes(keys.keyFor('wrap'), randomBytes(32), wrapBound(id));
  return { id, purpose, masterKeyId: keys.currentId, wrappedKey };
}

/** The same data key wrapped under the current master key: master keys rotate without touching a row of data. */
export function rewrapDataKey<T extends NewDataKey>(keys: KeyRing, stored: T): T {
  const plain = openBytes(keys.keyFor('wrap', stored.masterKeyId), stored.wrappedKey, wrapBound(stored.id));
  return { ...stored, masterKeyId: keys.currentId, wrappedKey: sealBytes(keys.keyFor('wrap'), plain, wrapBound(stored.id)) };
}

/**
 * Seals and opens single fields (envelope encryption: master key → data key → field), and makes blind-index values.
 * Sealed layout: format byte ‖ length of key ID ‖ key ID ‖ AES-256-GCM bytes, bound to table, column and row.
 */
export class FieldCipher {
  private fieldKeys = new Map<string, Buffer>();
  private currentFieldKey = '';
  private indexKey: Buffer | null = null;

  constructor(keys: KeyRing, stored: readonly StoredDataKey[]) {
    this.learn(keys, stored);
  }

  /** Take the keys on record in place of those known; throws SealBroken, keeping what is known, when the ring does not open one. */
  learn(keys: KeyRing, stored: readonly StoredDataKey[]): void {
    const fieldKeys = new Map<string, Buffer>();
    let [current, indexKey] = ['', this.indexKey];
    for (const key of stored) {
      const plain = openBytes(keys.keyFor('wrap', key.masterKeyId), key.wrappedKey, wrapBound(key.id));
      if (key.purpose === 'index') indexKey = plain;
      else {
        fieldKeys.set(key.id, plain);
        if (key.sealsFrom !== null) current = key.id; // stored oldest first: the newest seals
      }
    }
    if (!indexKey || !current) throw new Error('The record has no data keys yet: run the migrations with CAREWAY_KEYS set.');
    [this.fieldKeys, this.currentFieldKey, this.indexKey] = [fieldKeys, current, indexKey];
  }

  /** The IDs of the field keys known, oldest first. */
  get keyIds(): readonly string[] {
    return [...this.fieldKeys.keys()];
  }

  /** The ID of the key that seals now. */
  get sealingKeyId(): string {
    return this.currentFieldKey;
  }

  seal(place: Place, text: string): Buffer {
    const id = this.currentFieldKey;
    return Buffer.concat([sealedPrefix(id), sealBytes(this.fieldKey(id), Buffer.from(text), bound(place))]);
  }

  open(place: Place, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes[0] !== FORMAT) throw new SealBroken();
    const idLength = bytes[1] ?? 0;
    const id = bytes.subarray(2, 2 + idLength).toString();
    return openBytes(this.fieldKey(id), bytes.subarray(2 + idLength), bound(place)).toString();
  }

  sealJson(place: Place, value: unknown): Buffer {
    return this.seal(place, JSON.stringify(value));
  }

  openJson<T>(place: Place, sealed: Uint8Array | null): T | null {
    return sealed === null ? null : (JSON.parse(this.open(place, sealed)) as T);
  }

  /** 32 bytes that equal for equal normalised values: exact lookup of MRN, member number, identifiers. */
  blindIndex(kind: string, value: string): Buffer {
    return keyedHash(this.index(), `${kind}\u0000`, normalise(value).join(' '));
  }

  /**
   * 16-byte search tokens of a text: each normalised word and its prefixes of three letters and more.
   * What leaks: that two patients share a word or prefix, and how common a token is. docs/architecture.md says where that is accepted.
   */
  searchTokens(text: string): Buffer[] {
    const words = new Set<string>();
    for (const word of normalise(text)) {
      for (let length = 3; length < word.length; length += 1) words.add(word.slice(0, length));
      words.add(word);
    }
    return [...words].map((word) => this.searchToken(word));
  }

  /** The token to look for: one word as typed, three letters or more (or a whole shorter word). */
  searchToken(word: string): Buffer {
    return keyedHash(this.index(), 'search\u0000', normalise(word).join('')).subarray(0, 16);
  }

  private index(): Buffer {
    if (!this.indexKey) throw new SealBroken();
    return this.indexKey;
  }

  private fieldKey(id: string): Buffer {
    const key = this.fieldKeys.get(id);
    if (!key) throw new SealBroken();
    return key;
  }
}

/** How every value that this key has sealed begins. */
export function sealedPrefix(keyId: string): Buffer {
  const id = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([FORMAT, id.length]), id]);
}

function bound({ table, column, id }: Place): string {
  return `${table}.${column}.${id}`;
}

/** Lower case, accents and punctuation gone, split into words; how people type names and numbers. */
export function normalise(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’-]/g, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** A stable digest of an imported row: the same row always gives the same key. */
export function sourceKey(...parts: string[]): string {
  return createHash('sha1').update(parts.join('\u001f')).digest('hex');
}
