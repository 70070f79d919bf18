import { type Migration } from '../migration';

/** Why a workflow would not take a person's answer to an incident (an UpdateRefusal): the incident is open again and says so. */
export const incidentRefusals: Migration = {
  name: '0195-incident-refusals',
  up: ['ALTER TABLE incidents ADD COLUMN refusal VARCHAR(40) NULL'],
};
