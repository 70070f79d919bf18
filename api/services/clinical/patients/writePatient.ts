import { randomInt } from 'node:crypto';
import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { type patientsContract } from '../../../contract/patients';
import { type Act, execute } from '../../../http/act';
import { conflict, invalid, staleVersion } from '../../../http/problem';
import { isDuplicateOf } from '../../encounters/duplicateKey';
import { type PatientName, type PatientRow } from './patientRow';
import { hospitalDay } from '../../staff/hospitalZone';

type NewPatient = z.output<typeof patientsContract.createPatient.body>;
type Changes = z.output<typeof patientsContract.changePatient.body>;

const MRN_TRIES = 20;

/** Register a patient under a new MRN, or the one an older system gave. Everything that says who it is is sealed. Answers the ID. */
export async function createPatient(act: Act, body: NewPatient): Promise<string> {
  requirePastBirth(act, body.birthDate);
  const id = newId();
  const mrn = await insertPatient(act, id, body);
  await writeTokens(act, id, body.name, mrn);
  return id;
}

/** Change what is given and nothing else. The row is locked by its loading; a stale version is refused. */
export async function changePatient(act: Act, row: PatientRow, changes: Changes): Promise<void> {
  if (changes.version !== row.version) throw staleVersion(row.version);
  if (changes.birthDate) requirePastBirth(act, changes.birthDate);
  const { cipher } = act.database;
  const place = (column: string) => ({ table: 'patients', column, id: row.id });
  const columns: Record<string, unknown> = {
    ...(changes.name ? { name_enc: cipher.sealJson(place('name_enc'), changes.name) } : {}),
    ...(changes.birthDate ? { birth_date_enc: cipher.seal(place('birth_date_enc'), changes.birthDate) } : {}),
    ...(changes.gender ? { administrative_gender: changes.gender } : {}),
    ...(changes.contact ? { contact_enc: cipher.sealJson(place('contact_enc'), changes.contact) } : {}),
    ...(changes.demographics ? { demographics_enc: cipher.sealJson(place('demographics_enc'), changes.demographics) } : {}),
    ...(changes.prefersChannel ? { prefers_channel: changes.prefersChannel } : {}),
  };
  await updatePatient(act, row, columns);
  if (changes.name) {
    await execute(act, 'DELETE FROM patient_search_tokens WHERE patient_id = ?', [row.id]);
    await writeTokens(act, row.id, changes.name, cipher.open(place('mrn_enc'), row.mrnEnc));
  }
}

/** Code status and isolation: what a clinician decides. */
export async function setPrecautions(act: Act, row: PatientRow, body: z.output<typeof patientsContract.setPrecautions.body>): Promise<void> {
  if (body.version !== row.version) throw staleVersion(row.version);
  await updatePatient(act, row, { code_status: body.codeStatus, isolation: body.isolation });
}

/** Column names come from the code above, never from a request. */
async function updatePatient(act: Act, row: PatientRow, columns: Record<string, unknown>): Promise<void> {
  const sets = Object.keys(columns).map((column) => `${column} = ?`);
  await execute(act, `UPDATE patients SET ${[...sets, 'version = version + 1', 'updated_at = ?'].join(', ')} WHERE id = ?`, [...Object.values(columns), act.now, row.id]);
}

async function insertPatient(act: Act, id: string, body: NewPatient): Promise<string> {
  const { cipher } = act.database;
  const place = (column: string) => ({ table: 'patients', column, id });
  for (let tries = 1; ; tries += 1) {
    const mrn = body.mrn ?? `M${String(randomInt(100_000_000)).padStart(8, '0')}`;
    try {
      await execute(act, 'INSERT INTO patients (id, mrn_enc, mrn_index, name_enc, birth_date_enc, administrative_gender, contact_enc, demographics_enc, prefers_channel, created_at, updated_at) VALUES (?)', [[
        id, cipher.seal(place('mrn_enc'), mrn), cipher.blindIndex('mrn', mrn), cipher.sealJson(place('name_enc'), body.name), cipher.seal(place('birth_date_enc'), body.birthDate), body.gender,
        body.contact ? cipher.sealJson(place('contact_enc'), body.contact) : null, body.demographics ? cipher.sealJson(place('demographics_enc'), body.demographics) : null, body.prefersChannel, act.now, act.now,
      ]]);
      return mrn;
    } catch (error) {
      if (!isDuplicateOf(error, 'mrn_index')) throw error;
      if (body.mrn !== undefined || tries >= MRN_TRIES) throw conflict('mrn-taken', 'Another patient has this MRN.', { errors: [{ field: 'mrn', message: 'This MRN is taken.' }] });
    }
  }
}

/** Search words of name and MRN, as every writer of patients makes them (also db/importers). */
async function writeTokens(act: Act, id: string, name: PatientName, mrn: string): Promise<void> {
  const tokens = act.database.cipher.searchTokens([name.family, ...name.given, name.maiden ?? '', mrn].join(' '));
  await execute(act, `INSERT INTO patient_search_tokens (token, patient_id) VALUES ${tokens.map(() => '(?)').join(', ')}`, tokens.map((token) => [token, id]));
}

function requirePastBirth(act: Act, birthDate: string): void {
  if (birthDate > hospitalDay(act.now)) throw invalid([{ field: 'birthDate', message: 'A birth date cannot lie ahead.' }]);
  if (birthDate < '1880-01-01') throw invalid([{ field: 'birthDate', message: 'Check the year of birth.' }]);
}
