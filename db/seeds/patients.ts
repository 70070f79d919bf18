import { QueryTypes, type Transaction } from 'sequelize';
import { type Database } from '../connect';
import { stableDigits } from '../stableId';

interface Contact {
  readonly phone: string | null;
  readonly email: string | null;
  readonly [other: string]: unknown;
}

/** Area codes of eastern Massachusetts; 555-01xx is kept free for made-up numbers in each. */
const AREAS = ['617', '508', '413', '781', '978'];
const CHANNELS = ['email', 'sms', 'email'];

/**
 * Synthea gives nobody a telephone or an address for mail, and its insurance ends with its simulation. For the demonstration,
 * living imported patients get made-up contacts (domains and numbers that reach nobody) and their last insurance runs on.
 * Patients who have a contact, and coverages changed since the import, are left alone.
 */
export async function prepareDemonstrationPatients(db: Database, transaction: Transaction): Promise<void> {
  await addContacts(db, transaction);
  await renewCoverages(db, transaction);
}

async function addContacts({ sequelize, cipher }: Database, transaction: Transaction): Promise<void> {
  const rows = await sequelize.query<{ id: string; nameEnc: Buffer; contactEnc: Buffer | null }>(
    "SELECT id, name_enc AS nameEnc, contact_enc AS contactEnc FROM patients WHERE source = 'synthea' AND deceased_at IS NULL AND version = 1 FOR UPDATE",
    { type: QueryTypes.SELECT, transaction },
  );
  for (const { id, nameEnc, contactEnc } of rows) {
    const place = (column: string) => ({ table: 'patients', column, id });
    const contact = cipher.openJson<Contact>(place('contact_enc'), contactEnc) ?? { phone: null, email: null };
    if (contact.phone || contact.email) continue;
    const name = cipher.openJson<{ family: string; given: string[] }>(place('name_enc'), nameEnc);
    const local = [name?.given[0], name?.family].join('.').normalize('NFKD').toLowerCase().replace(/[^a-z0-9.]/g, '');
    const number = Number(stableDigits(4, 0, 'phone', id));
    const made = { ...contact, phone: `+1${AREAS[number % AREAS.length]}55501${stableDigits(2, 0, 'line', id)}`, email: `${local}@patients.example` };
    await sequelize.query('UPDATE patients SET contact_enc = ?, prefers_channel = ?, version = version + 1 WHERE id = ?', {
      replacements: [cipher.sealJson(place('contact_enc'), made), CHANNELS[number % CHANNELS.length], id], transaction,
    });
  }
}

/** The last stretch of a living patient, and what pays after it, runs on. */
async function renewCoverages({ sequelize }: Database, transaction: Transaction): Promise<void> {
  await sequelize.query(
    `UPDATE coverages c
     JOIN (SELECT d.patient_id, MAX(d.period_start) AS last_start FROM coverages d WHERE d.rank_order = 1 GROUP BY d.patient_id) l ON l.patient_id = c.patient_id AND l.last_start = c.period_start
     JOIN patients p ON p.id = c.patient_id AND p.source = 'synthea' AND p.deceased_at IS NULL
     SET c.period_end = NULL, c.version = c.version + 1 WHERE c.period_end IS NOT NULL AND c.version = 1`,
    { transaction },
  );
}
