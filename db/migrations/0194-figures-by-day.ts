import { type Migration } from '../migration';

/** Who left today, and what came in today and this month, are read without the rest of the record. */
export const figuresByDay: Migration = {
  name: '0194-figures-by-day',
  up: ['CREATE INDEX encounters_end ON encounters (period_end)', 'CREATE INDEX ledger_entries_day ON ledger_entries (ledger_account, posted_at, cents)'],
};
