import { type Migration } from '../migration';

/** Limits to begin with, in cents; an administrator or manager changes them. Charity always takes two people. */
export const moneyLimits: Migration = {
  name: '0102-money-limits',
  up: ["INSERT INTO money_limits (kind, cents) VALUES ('patient-refund', 10000), ('payer-refund', 10000), ('small-balance', 1000), ('charity', 0), ('bad-debt', 10000), ('claim-write-off', 50000)"],
};
