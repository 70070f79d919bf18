import { type Migration } from '../migration';

/** Doses given in a month are counted for the measures of quality. */
export const doseTimes: Migration = {
  name: '0181-dose-times',
  up: ['ALTER TABLE medication_administrations ADD KEY medication_administrations_given (given_at)'],
};
