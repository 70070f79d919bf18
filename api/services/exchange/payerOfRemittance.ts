import { type Act, select } from '../../http/act';
import { type RemittanceFound } from './checkFile';

/** ISA06 holds no more. */
const ISA_ID = 15;

/**
 * Whose payment a remittance is: the payer it names by an identifier of ours, else by name, else the one payer whose claims it answers.
 * Null when none of the three tells.
 */
export async function payerOfRemittance(act: Act, remittance: RemittanceFound): Promise<string | null> {
  const { payer } = remittance.header;
  const identifiers = [remittance.sender, payer.planId, ...(payer.references ?? []).map(({ value }) => value)].filter((one): one is string => Boolean(one));
  return (
    (await theOnly(act, 'SELECT id FROM payers WHERE payer_identifier IN (:identifiers) OR LEFT(payer_identifier, :length) = :sender', { identifiers, length: ISA_ID, sender: remittance.sender }))
    ?? (await theOnly(act, 'SELECT id FROM payers WHERE LOWER(name) = LOWER(:name)', { name: payer.name }))
    ?? (remittance.someClaimNumbers.length === 0 ? null : await theOnly(act, 'SELECT DISTINCT payer_id AS id FROM claims WHERE number IN (:numbers)', { numbers: remittance.someClaimNumbers }))
  );
}

async function theOnly(act: Act, sql: string, values: Record<string, unknown>): Promise<string | null> {
  const rows = await select<{ id: string }>(act, sql, values);
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
