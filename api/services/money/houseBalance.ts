import { type Act, selectOne } from '../../http/act';

/** Every charge of the hospital and where it went, in cents: charged = paid + adjusted + open, and the difference is always zero. */
export interface HouseBalance {
  readonly chargeCents: number;
  readonly paidCents: number;
  readonly adjustedCents: number;
  readonly openPayerCents: number;
  readonly openPatientCents: number;
  readonly openCents: number;
  readonly differenceCents: number;
}

/** One row, read only. The charges come from `charge_items`, the rest from the ledger, so that the two prove each other. */
export const HOUSE_BALANCE = `SELECT charge_cents AS chargeCents, paid_cents AS paidCents, adjusted_cents AS adjustedCents, open_payer_cents AS openPayerCents, open_patient_cents AS openPatientCents,
  open_cents AS openCents, difference_cents AS differenceCents FROM v_house_balance`;

/** Total charges = paid + adjustments + open, for the whole house. */
export async function readHouseBalance(act: Pick<Act, 'database' | 'transaction'>): Promise<HouseBalance> {
  const row = await selectOne<HouseBalance>(act, HOUSE_BALANCE);
  if (!row) throw new Error('The view of the house’s balance always has one row.');
  const { chargeCents, paidCents, adjustedCents, openPayerCents, openPatientCents, openCents, differenceCents } = row;
  return {
    chargeCents: Number(chargeCents), paidCents: Number(paidCents), adjustedCents: Number(adjustedCents), openPayerCents: Number(openPayerCents), openPatientCents: Number(openPatientCents),
    openCents: Number(openCents), differenceCents: Number(differenceCents),
  };
}
