import { readJson } from '../../../../db/models/table';
import { type Act, selectOne } from '../../../http/act';
import { type Letterhead } from '../../../presenters/letters/letter';

interface Address { readonly line?: string | string[] | null; readonly city?: string | null; readonly state?: string | null; readonly postalCode?: string | null }
interface Name { readonly family?: string; readonly given?: string[]; readonly prefix?: string | null }

/** The hospital and the patient, as a letter names them. */
export async function readParties(act: Act, patientId: string): Promise<Pick<Letterhead, 'sender' | 'recipient'>> {
  const hospital = await selectOne<{ name: string; address: unknown; phone: string | null }>(act, 'SELECT name, address, phone FROM organizations WHERE is_own = 1 ORDER BY id LIMIT 1');
  const patient = await selectOne<{ nameEnc: Buffer | null; contactEnc: Buffer | null }>(act, 'SELECT name_enc AS nameEnc, contact_enc AS contactEnc FROM patients WHERE id = ?', [patientId]);
  const { cipher } = act.database;
  const name = cipher.openJson<Name>({ table: 'patients', column: 'name_enc', id: patientId }, patient?.nameEnc ?? null);
  const contact = cipher.openJson<{ address?: Address | null }>({ table: 'patients', column: 'contact_enc', id: patientId }, patient?.contactEnc ?? null);
  return {
    sender: { name: hospital?.name ?? 'Hospital', lines: [...addressLines(readJson(hospital?.address ?? null) as Address | null), ...(hospital?.phone ? [`Telephone ${hospital.phone}`] : [])] },
    recipient: { name: [name?.prefix, ...(name?.given ?? []), name?.family].filter(Boolean).join(' ') || 'Patient', lines: addressLines(contact?.address ?? null) },
  };
}

function addressLines(address: Address | null): string[] {
  if (!address) return [];
  const street = Array.isArray(address.line) ? address.line.filter(Boolean).join(', ') : address.line;
  const postalCode = address.postalCode?.replace(/^(\d{5})(\d{4})$/, '$1-$2'); // ZIP+4, as envelopes have it
  const town = [[address.city, address.state].filter(Boolean).join(', '), postalCode].filter(Boolean).join(' ');
  return [street, town].filter((line): line is string => Boolean(line));
}
