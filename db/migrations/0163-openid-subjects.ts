import { type Migration } from '../migration';

/** Which person of the hospital's own login is which user here: found by a claim the first time, and by this for good. */
export const openIdSubjects: Migration = {
  name: '0163-openid-subjects',
  up: [
    `CREATE TABLE openid_subjects (
      issuer VARCHAR(255) NOT NULL,
      subject VARCHAR(255) NOT NULL,
      user_id VARCHAR(36) NOT NULL,
      linked_at DATETIME(3) NOT NULL,
      PRIMARY KEY (issuer, subject),
      UNIQUE KEY openid_subjects_user (user_id, issuer),
      FOREIGN KEY (user_id) REFERENCES staff_users (id)
    )`,
  ],
};
