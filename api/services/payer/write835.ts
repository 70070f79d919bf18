import { type AdjudicationResult, type ResultLine } from '../../../domain/adjudication';
import { type ClaimInput } from '../../../domain/adjudication/input';
import { type Adjustment, type ClaimPayment, type Remittance, type ServicePayment, singleGroup, type WriteResult, writeX12 } from '../../../interop/x12';
import { type ClaimSnapshot, type Hospital } from '../claims/snapshot';
import { NEAREST_LETTERS } from '../claims/x12/claim837';
import { addressOf, remittanceFilingOf, personName, tradingPartners } from '../claims/x12/parties';
import { type Decision } from './decide';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

export interface PaymentRun {
  readonly controlNumber: number;
  readonly traceNumber: string;
  readonly now: Date;
  /** What the payer takes of, or adds to, an earlier payment (PLB, reason FB). */
  readonly carried: readonly { readonly reference: string; readonly cents: number }[];
}

/** A claim the payer has decided, as it is paid. */
export interface PaidClaim {
  readonly snapshot: ClaimSnapshot;
  readonly decision: Decision;
}

/** Where the demonstration payers live; the record holds no address of real ones. */
const PAYER_ADDRESS = { lines: ['1 DEMONSTRATION WAY'], city: 'BOSTON', state: 'MA', postalCode: '02110' };
const PAYER_CONTACT = { name: 'DEMONSTRATION PAYER', numbers: [{ qualifier: 'TE', value: '8005550100' }] };

/** What a decision pays: less what it takes back. */
export function netOf({ result }: Decision): number {
  return (result.reversal?.paidCents ?? 0) + result.paidCents;
}

/** Write one payment of the demonstration payer as an 835: for each claim what it undoes first, then the new decision, each balanced to the cent. */
export function writeRemittance(paid: readonly [PaidClaim, ...PaidClaim[]], run: PaymentRun): WriteResult {
  const { hospital, payer } = paid[0].snapshot;
  if (!hospital) return { ok: false, problems: [] };
  const net = paid.reduce((sum, { decision }) => sum + netOf(decision), 0) - run.carried.reduce((sum, { cents }) => sum + cents, 0);
  const date = hospitalDay(run.now);
  const remittance: Remittance = {
    set: '835', controlNumber: '0001',
    payment: { handling: net > 0 ? 'I' : 'H', amountCents: net, direction: 'C', method: net > 0 ? 'CHK' : 'NON', date },
    trace: { number: run.traceNumber, originator: '1999999999' },
    producedOn: date,
    payer: { name: payer.name.slice(0, 60), address: PAYER_ADDRESS, technicalContacts: [PAYER_CONTACT] },
    payee: payeeOf(hospital),
    claims: paid.flatMap(paymentsOf),
    providerAdjustments: run.carried.map(({ reference, cents }) => ({ providerId: hospital.npi ?? '', fiscalPeriodEnd: `${date.slice(0, 4)}-12-31`, reason: 'FB' as const, reference, cents })),
  };
  const partners = tradingPartners(hospital, payer);
  return writeX12(singleGroup({
    sender: partners.payer, receiver: partners.hospital, date, time: hospitalTime(run.now), interchangeControlNumber: run.controlNumber, groupControlNumber: run.controlNumber, usage: 'T',
  }, [remittance]), NEAREST_LETTERS);
}

function paymentsOf({ snapshot, decision: { claim, result } }: PaidClaim): ClaimPayment[] {
  const reversal = result.reversal ?? (result.status === '22' ? result : null);
  return [
    ...(reversal ? [claimPayment(snapshot, claim, reversal, claim.originalNumber ?? '', 1)] : []),
    ...(result.status === '22' ? [] : [claimPayment(snapshot, claim, result, claim.number, 1)]),
  ];
}

function payeeOf(hospital: Hospital): Remittance['payee'] {
  const address = addressOf(hospital.address);
  return {
    name: hospital.name.slice(0, 60), id: { qualifier: 'XX', value: hospital.npi ?? '' }, ...(address ? { address } : {}),
    ...(hospital.taxId ? { references: [{ qualifier: 'TJ', value: hospital.taxId }] } : {}),
  };
}

function claimPayment(snapshot: ClaimSnapshot, claim: ClaimInput, result: AdjudicationResult, payerClaimNumber: string, claimGroup: number): ClaimPayment {
  const { patient, coverage, payer } = snapshot;
  const isReversal = result.status === '22';
  const settledByLine = result.lines.every((line) => line.paidCents !== null);
  return {
    claimGroup, patientControlNumber: snapshot.claim.number, status: result.status, chargeCents: result.chargeCents, paidCents: result.paidCents,
    // A reversal names no patient responsibility of its own; its PR adjustments say what is undone.
    ...(isReversal || result.patientResponsibilityCents === 0 ? {} : { patientResponsibilityCents: result.patientResponsibilityCents }),
    filingIndicator: remittanceFilingOf(payer), payerControlNumber: payerClaimNumber,
    ...(claim.type === 'institutional' ? { facilityCode: '11', frequency: claim.frequency } : {}),
    ...(claim.drg ? { drg: claim.drg } : {}),
    adjustments: result.adjustments.map(toAdjustment),
    patient: { name: personName(patient), ...(coverage?.memberNumber ? { id: { qualifier: 'MI', value: coverage.memberNumber } } : {}) },
    ...remarksOf(claim, result.remarks),
    statement: { from: claim.serviceFrom, through: claim.serviceThrough },
    lines: settledByLine ? result.lines.map((line) => servicePayment(claim, line)) : [],
  };
}

function remarksOf(claim: ClaimInput, remarks: readonly string[]): Pick<ClaimPayment, 'inpatient' | 'outpatient'> {
  if (remarks.length === 0) return {};
  return claim.type === 'institutional' ? { inpatient: { remarks: [...remarks] } } : { outpatient: { remarks: [...remarks] } };
}

function servicePayment(claim: ClaimInput, line: ResultLine): ServicePayment {
  const sent = claim.lines.find((one) => one.number === line.number);
  const procedure = sent?.procedure ?? null;
  const revenueCode = sent?.revenueCode ?? null;
  return {
    procedure: procedure !== null ? { qualifier: 'HC', code: procedure, modifiers: [...(sent?.modifiers ?? [])] } : { qualifier: 'NU', code: revenueCode ?? '', modifiers: [] },
    chargeCents: line.chargeCents, paidCents: line.paidCents ?? 0,
    ...(procedure !== null && revenueCode !== null ? { revenueCode } : {}),
    ...(sent && sent.units !== 1 ? { paidUnits: sent.units } : {}),
    service: { from: sent?.serviceDate ?? claim.serviceFrom, through: sent?.serviceDate ?? claim.serviceFrom },
    adjustments: line.adjustments.map(toAdjustment),
    lineControlNumber: String(line.number),
    remarks: line.remarks.map((code) => ({ list: 'HE' as const, code })),
  };
}

function toAdjustment({ group, reason, cents }: { group: Adjustment['group']; reason: string; cents: number }): Adjustment {
  return { group, reason, cents };
}
