import { readJson } from '../../../../db/models/table';
import { type Act, select, selectOne } from '../../../http/act';
import { type Letterhead } from '../../../presenters/letters/letter';

interface Address { readonly line?: string | string[] | null; readonly city?: string | null; readonly state?: string | null; readonly postalCode?: string | null }
export type Parties = Pick<Letterhead, 'sender' | 'recipient'>;
interface Name { readonly family?: string; readonly given?: string[]; readonly prefix?: string | null }

/** The hospital and the patient, as a letter names them. */
export async function readParties(act: Act, patientId: string): Promise<Parties> {
  const of = (await readPartiesOf(act, [patientId])).get(patientId);
  if (!of) throw new Error('There is no such patient to write to.');
  return of;
}

/** The same for many patients at once. */
export async function readPartiesOf(act: Act, patientIds: readonly string[]): Promise<Map<string, Parties>> {
  if (patientIds.length === 0) return new Map();
  const hospital = await selectOne<{ name: string; address: unknown; phone: string | null }>(act, 'SELECT name, address, phone FROM organizations WHERE is_own = 1 ORDER BY id LIMIT 1');
  const patients = await select<{ id: string; nameEnc: Buffer | null; contactEnc: Buffer | null }>(act, 'SELECT id, name_enc AS nameEnc, contact_enc AS contactEnc FROM patients WHERE id IN (:ids)', { ids: [...patientIds] });
  const { cipher } = act.database;
  const sender = { name: hospital?.name ?? 'Hospital', lines: [...addressLines(readJson(hospital?.address ?? null) as Address | null), ...(hospital?.phone ? [`Telephone ${hospital.phone}`] : [])] };
  return new Map(patients.map(({ id, nameEnc, contactEnc }) => {
    const name = cipher.openJson<Name>({ table: 'patients', column: 'name_enc', id }, nameEnc);
    const contact = cipher.openJson<{ address?: Address | null }>({ table: 'patients', column: 'contact_enc', id }, contactEnc);
    return [id, { sender, recipient: { name: [name?.prefix, ...(name?.given ?? []), name?.family].filter(Boolean).join(' ') || 'Patient', lines: addressLines(contact?.address ?? null) } }];
  }));
}

function addressLines(address: Address | null): string[] {
  if (!address) return [];
  const street = Array.isArray(address.line) ? address.line.filter(Boolean).join(', ') : address.line;
  const postalCode = address.postalCode?.replace(/^(\d{5})(\d{4})$/, '$1-$2'); // ZIP+4, as envelopes have it
  const town = [[address.city, address.state].filter(Boolean).join(', '), postalCode].filter(Boolean).join(' ');
  return [street, town].filter((line): line is string => Boolean(line));
}
