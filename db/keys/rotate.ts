import { type Sequelize } from 'sequelize';
import { type KeyRing } from '../../keys/keyRing';
import { createDataKey, type FieldCipher, rewrapDataKey, type StoredDataKey } from '../sealed';
import { insertDataKey, readDataKeys } from './dataKeys';
import { keyHolders } from './keyHolders';
import { countByKey, resealColumn, type ResealOptions } from './reseal';
import { SEALED_FOR_GOOD, sealedColumns } from './sealedPlaces';

const WAIT_MS = 60_000;

/** Keys cannot be rotated now; nothing was changed by this attempt. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}

export interface RotationOptions {
  readonly perSecond: number | null;
  readonly progress: (text: string) => void;
}

/** What came of a rotation. */
export interface Rotated {
  /** Data keys that were wrapped anew under the newest master key. */
  readonly rewrapped: number;
  readonly dataKey: string;
  readonly resumed: boolean;
  readonly resealed: number;
  readonly seconds: number;
}

/**
 * Bring everything sealed in the record under the newest master key and a new data key, while people work. Every process must know the newest master key
 * (RotationRefused otherwise). Interrupted anywhere, the next call goes on.
 */
export async function rotateKeys(sequelize: Sequelize, keys: KeyRing, cipher: FieldCipher, { perSecond, progress }: RotationOptions): Promise<Rotated> {
  const started = Date.now();
  const learn = async () => cipher.learn(keys, await readDataKeys(sequelize));
  const behind = (await keyHolders(sequelize)).filter(({ masterKeys }) => !masterKeys.includes(keys.currentId));
  if (behind.length > 0) throw new RotationRefused(`${behind.length} running process(es) do not know master key ${keys.currentId} yet: start every API anew with it in CAREWAY_KEYS, one after the other, then rotate.`);
  const rewrapped = await rewrapAll(sequelize, keys);
  const { id, resumed } = await newestKey(sequelize, keys);
  progress(`${rewrapped} data keys wrapped under ${keys.currentId}; ${resumed ? 'going on with' : 'made'} ${id}`);
  await allKnow(sequelize, id, learn);
  await sequelize.query('UPDATE data_keys SET seals_from = UTC_TIMESTAMP(3) WHERE id = ? AND seals_from IS NULL', { replacements: [id] });
  // Until each has looked again, some still seal with the key before; the last pass finds what they sealed.
  await allSeenSince(sequelize, learn);
  const resealed = await resealAll(sequelize, cipher, { perSecond, progress });
  await sequelize.query("UPDATE data_keys SET retired_at = UTC_TIMESTAMP(3) WHERE purpose = 'field' AND id <> ? AND retired_at IS NULL", { replacements: [id] });
  return { rewrapped, dataKey: id, resumed, resealed, seconds: Math.round((Date.now() - started) / 100) / 10 };
}

async function rewrapAll(sequelize: Sequelize, keys: KeyRing): Promise<number> {
  const old = (await readDataKeys(sequelize)).filter(({ masterKeyId }) => masterKeyId !== keys.currentId);
  for (const key of old) {
    const { wrappedKey, masterKeyId } = rewrapDataKey(keys, key);
    await sequelize.query('UPDATE data_keys SET wrapped_key = ?, master_key_id = ? WHERE id = ? AND master_key_id = ?', { replacements: [wrappedKey, masterKeyId, key.id, key.masterKeyId] });
  }
  return old.length;
}

/** A rotation that was not finished goes on with its key: two keys that are not retired say so. */
async function newestKey(sequelize: Sequelize, keys: KeyRing): Promise<{ id: string; resumed: boolean }> {
  const fields = (await readDataKeys(sequelize)).filter(({ purpose }) => purpose === 'field');
  const newest = fields.at(-1) as StoredDataKey;
  if (fields.filter(({ retiredAt }) => retiredAt === null).length > 1) return { id: newest.id, resumed: true };
  const id = `field-${fields.length + 1}`;
  await insertDataKey(sequelize, createDataKey(keys, id, 'field'), false);
  return { id, resumed: false };
}

async function allKnow(sequelize: Sequelize, id: string, learn: () => Promise<void>): Promise<void> {
  await until(async () => {
    await learn();
    return (await keyHolders(sequelize)).every(({ dataKeys }) => dataKeys.includes(id));
  }, `Not every running process has learnt key ${id} within a minute: look at the API's log, then rotate again.`);
}

async function allSeenSince(sequelize: Sequelize, learn: () => Promise<void>): Promise<void> {
  const before = new Map((await keyHolders(sequelize)).map(({ id, seenAt }) => [id, seenAt.getTime()]));
  await until(async () => {
    await learn();
    return (await keyHolders(sequelize)).every(({ id, seenAt }) => seenAt.getTime() !== before.get(id));
  }, 'A running process has not been heard of for a minute: look at its log, then rotate again.');
}

async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new RotationRefused(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Passes until one finds nothing. */
async function resealAll(sequelize: Sequelize, cipher: FieldCipher, { perSecond, progress }: RotationOptions): Promise<number> {
  const columns = (await sealedColumns(sequelize)).filter(({ table }) => !SEALED_FOR_GOOD.includes(table));
  let resealed = 0;
  for (let pass = 1; ; pass += 1) {
    let found = 0;
    for (const column of columns) {
      const options: ResealOptions = { perSecond, onDone: (values) => {
        found += values;
        progress(`${resealed + found} values sealed anew (${column.table})`);
      } };
      await resealColumn(sequelize, cipher, column, options);
    }
    resealed += found;
    if (found === 0) return resealed;
  }
}

/** How many values each data key has sealed, and which keys are where. */
export interface KeyStatus {
  readonly masterKeys: readonly { readonly id: string; readonly newest: boolean; readonly dataKeys: number }[];
  readonly dataKeys: readonly { readonly id: string; readonly purpose: string; readonly masterKey: string; readonly sealsFrom: string | null; readonly retiredAt: string | null; readonly values: number; readonly forGood: number }[];
  readonly processes: number;
}

/** Counts every sealed value of the record. */
export async function keyStatus(sequelize: Sequelize, keys: KeyRing): Promise<KeyStatus> {
  const stored = await readDataKeys(sequelize);
  const ids = stored.map(({ id }) => id);
  const [values, forGood] = [new Map<string, number>(), new Map<string, number>()];
  for (const column of await sealedColumns(sequelize)) {
    const into = SEALED_FOR_GOOD.includes(column.table) ? forGood : values;
    for (const [id, count] of Object.entries(await countByKey(sequelize, column, ids))) into.set(id, (into.get(id) ?? 0) + count);
  }
  return {
    masterKeys: [...new Set([...keys.ids, ...stored.map(({ masterKeyId }) => masterKeyId)])].map((id) => ({ id, newest: id === keys.currentId, dataKeys: stored.filter(({ masterKeyId }) => masterKeyId === id).length })),
    dataKeys: stored.map(({ id, purpose, masterKeyId, sealsFrom, retiredAt }) => ({ id, purpose, masterKey: masterKeyId, sealsFrom: sealsFrom?.toISOString() ?? null, retiredAt: retiredAt?.toISOString() ?? null, values: values.get(id) ?? 0, forGood: forGood.get(id) ?? 0 })),
    processes: (await keyHolders(sequelize)).length,
  };
}
