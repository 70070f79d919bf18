import { newId } from '../../../db/newId';
import { priceServices } from '../../../domain/claims/chargeMaster';
import { chargeEntries } from '../../../domain/ledger/entries';
import { sumCents } from '../../../domain/money';
import { type Act, executeLater, select, selectOne } from '../../http/act';
import { type AccountRow, openAccount } from './accounts';
import { type BilledEncounter, payingCoverage, recordedCost } from './capture/billedEncounter';
import { codeCharge } from './capture/codeCharge';
import { codeDiagnoses, readCodedDiagnoses } from './capture/codedDiagnoses';
import { lookUpMappings } from './capture/crosswalk';
import { type DoneService, doneServices } from './capture/doneServices';
import { postOperation, postOperations } from './ledger';

interface ChargeRow {
  readonly id: string;
  readonly originType: string;
  readonly originId: string;
  readonly units: number;
  readonly amountCents: number;
  readonly status: string;
  readonly version: number;
}

export interface CapturedCharges {
  readonly charges: number;
  readonly totalCents: number;
  readonly uncodedCharges: number;
  readonly uncodedDiagnoses: number;
  readonly hasPrincipalDiagnosis: boolean;
}

/**
 * Charge everything done in an encounter, each service once however often this runs; a service never charged is money nobody asks
 * for (earthians/marley#79). The caller holds the encounter's row. Run again, it adds what is new and follows doses given since.
 */
export async function captureCharges(act: Act, encounter: BilledEncounter): Promise<CapturedCharges> {
  const account = await openAccount(act, { patientId: encounter.patientId, encounterId: encounter.id });
  const [coverage, services, cost, charges] = await Promise.all([payingCoverage(act, encounter), doneServices(act, encounter), recordedCost(act, encounter), chargesOf(act, encounter.id)]);
  const owedBy = coverage ? 'payer' : 'patient';
  const prices = priceServices(services, cost);
  const known = new Map(charges.map((charge) => [`${charge.originType}|${charge.originId}`, charge]));
  const fresh: [DoneService, number][] = [];
  for (const [index, service] of services.entries()) {
    const price = prices[index] ?? 0;
    const charge = known.get(`${service.originType}|${service.originId}`);
    if (!charge) fresh.push([service, price]);
    else if (charge.units !== service.units) await followUnits(act, account, charge, service, price, owedBy);
  }
  await addCharges(act, account, encounter, fresh, owedBy);
  await codeDiagnoses(act, encounter);
  await executeLater(act, 'UPDATE accounts SET charges_captured_at = ? WHERE id = ?', [act.now, account.id]);
  const captured = await summarise(act, encounter.id);
  await executeLater(act, 'UPDATE journeys SET money_cents = ? WHERE id = ?', [captured.totalCents, encounter.id]);
  return captured;
}

async function addCharges(act: Act, account: AccountRow, encounter: BilledEncounter, fresh: readonly [DoneService, number][], owedBy: 'payer' | 'patient'): Promise<void> {
  if (fresh.length === 0) return;
  const mappingsOf = await lookUpMappings(act, fresh.map(([{ systemCode, code }]) => ({ systemCode, code })));
  const charges = fresh.map(([service, amountCents]) => ({ id: newId(), service, amountCents, coding: codeCharge(service, mappingsOf(service)) }));
  const rows = charges.map(({ id, service, amountCents, coding }) => [
    id, account.id, encounter.patientId, encounter.id, service.originType, service.originId, service.category, service.systemCode, service.code, coding.procedureCode, coding.revenueCode,
    service.units, amountCents, service.serviceDate, coding.isCoded ? 'billable' : 'planned', coding.isCoded ? act.now : null, act.now,
  ]);
  await executeLater(
    act,
    `INSERT INTO charge_items (id, account_id, patient_id, encounter_id, origin_type, origin_id, category, system_code, code, procedure_code, revenue_code,
       units, amount_cents, service_date, status, coded_at, created_at) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
  await postOperations(act, charges.filter(({ amountCents }) => amountCents > 0).map(({ id, amountCents }) => ({
    kind: 'charge' as const, dedupId: `charge/${id}`, entries: chargeEntries({ accountId: account.id, chargeItemId: id }, amountCents, owedBy),
  })));
}

/** More doses, or another night, since the charge was made. What is billed already is left alone: the reconciliation lists it. */
async function followUnits(act: Act, account: AccountRow, charge: ChargeRow, service: DoneService, price: number, owedBy: 'payer' | 'patient'): Promise<void> {
  if (charge.status !== 'planned' && charge.status !== 'billable') return;
  await executeLater(act, 'UPDATE charge_items SET units = ?, amount_cents = ?, version = version + 1 WHERE id = ?', [service.units, price, charge.id]);
  const difference = price - charge.amountCents;
  if (difference === 0) return;
  await postOperation(act, { kind: 'charge-change', dedupId: `charge/${charge.id}/v${charge.version + 1}`, entries: chargeEntries({ accountId: account.id, chargeItemId: charge.id }, difference, owedBy) });
}

async function chargesOf(act: Act, encounterId: string): Promise<ChargeRow[]> {
  return select<ChargeRow>(
    act,
    `SELECT id, origin_type AS originType, origin_id AS originId, units, amount_cents AS amountCents, status, version FROM charge_items WHERE encounter_id = ?`,
    [encounterId],
  );
}

/** Where an encounter's charges and diagnoses stand. */
export async function summarise(act: Act, encounterId: string): Promise<CapturedCharges> {
  const [all, diagnoses] = await Promise.all([chargesOf(act, encounterId), readCodedDiagnoses(act, encounterId)]);
  const charges = all.filter((charge) => !['entered-in-error', 'aborted', 'not-billable'].includes(charge.status));
  return {
    charges: charges.length,
    totalCents: sumCents(charges.map((charge) => Number(charge.amountCents))),
    uncodedCharges: charges.filter((charge) => charge.status === 'planned').length,
    uncodedDiagnoses: diagnoses.filter((diagnosis) => diagnosis.state === 'uncoded').length,
    hasPrincipalDiagnosis: diagnoses.some((diagnosis) => diagnosis.isPrincipal),
  };
}

/** Services done and not charged, of encounters whose charges were captured. There must be none (earthians/marley#79). */
export async function findUnchargedServices(act: Act, limit = 200): Promise<{ originType: string; originId: string; encounterId: string; units: number; chargedUnits: number }[]> {
  return select(act, `SELECT origin_type AS originType, origin_id AS originId, encounter_id AS encounterId, units, charged_units AS chargedUnits FROM v_uncharged_services LIMIT ${Math.trunc(limit)}`);
}

/** How many there are. */
export async function countUnchargedServices(act: Pick<Act, 'database' | 'transaction'>): Promise<number> {
  return Number((await selectOne<{ count: number }>(act, 'SELECT COUNT(*) AS count FROM v_uncharged_services'))?.count ?? 0);
}
