import { type Act, select } from '../../http/act';

interface Contact { readonly email?: string | null; readonly address?: { readonly line?: string | null; readonly city?: string | null; readonly state?: string | null } | null }

/** Where somebody lives, and whether there is a way to write to them. */
export interface Reach { readonly state: string | null; readonly isReachable: boolean }

export async function reachOf(act: Act, ids: readonly string[]): Promise<Map<string, Reach>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; contactEnc: Buffer | null }>(act, 'SELECT id, contact_enc AS contactEnc FROM patients WHERE id IN (:ids)', { ids: [...ids] });
  return new Map(rows.map(({ id, contactEnc }): [string, Reach] => {
    const contact = act.database.cipher.openJson<Contact>({ table: 'patients', column: 'contact_enc', id }, contactEnc);
    return [id, { state: contact?.address?.state?.trim() || null, isReachable: Boolean((contact?.address?.line && contact.address.city) || contact?.email) }];
  }));
}

/** Names of people of the staff. */
export async function namesOf(act: Act, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; name: string }>(act, 'SELECT id, display_name AS name FROM staff_users WHERE id IN (:ids)', { ids: [...ids] });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
