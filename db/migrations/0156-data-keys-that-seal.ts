import { type Migration } from '../migration';

/** The keys of before seal since they were made. */
export const dataKeysThatSeal: Migration = {
  name: '0156-data-keys-that-seal',
  up: ['UPDATE data_keys SET seals_from = created_at'],
};
