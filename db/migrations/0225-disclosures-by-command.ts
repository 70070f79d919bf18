import { type Migration } from '../migration';

/** A disclosure that a command made has nobody of the staff behind it. */
export const disclosuresByCommand: Migration = {
  name: '0225-disclosures-by-command',
  up: ["ALTER TABLE disclosures MODIFY recorded_by VARCHAR(36) NULL COMMENT 'null: the command line, for whoever runs the server'"],
};
