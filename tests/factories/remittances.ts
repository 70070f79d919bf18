import { type Act } from '../../api/http/act';
import { receiveRemittance, type ReceivedRemittance } from '../../api/services/payer/receiveRemittance';
import { writeCommands } from '../../api/temporal/outbox';
import { type CodedAdjustment } from '../../domain/claims/carc';
import { type ClaimPayment, type ProviderAdjustment, type Remittance, type ServicePayment, singleGroup, writeX12 } from '../../interop/x12';
import { type BillingDriver } from '../support/billing';
import { type TestApi } from '../support/api';

let traces = 0;
export const nextTrace = (): string => `TRACE-${(traces += 1)}`;

export interface SaidOfClaim {
  readonly number: string;
  readonly charge: number;
  readonly paid: number;
  readonly adjustments?: readonly CodedAdjustment[];
  readonly lines?: ServicePayment[];
  readonly status?: '1' | '2' | '22';
  readonly payerNumber?: string;
  readonly patient?: string;
  readonly day?: string;
}

/** Pays half, gives up a tenth by contract and leaves the rest to the patient. */
export function answerTo({ number, charge }: { number: string; charge: number }, over: Partial<SaidOfClaim> = {}): SaidOfClaim {
  const [paid, byContract] = [charge / 2, charge / 10];
  return { number, charge, paid, adjustments: [{ group: 'CO', reason: '45', cents: byContract }, { group: 'PR', reason: '1', cents: charge - paid - byContract }], ...over };
}

/** The payer takes back what it said. */
export function undoing(said: SaidOfClaim): SaidOfClaim {
  return { ...said, status: '22', charge: -said.charge, paid: -said.paid, adjustments: (said.adjustments ?? []).map((one) => ({ ...one, cents: -one.cents })) };
}

/** An 835 that says this of these claims. Its own sums hold unless `payment` says otherwise; what would make it negative is carried forward. */
export function make835(claims: readonly SaidOfClaim[], options: { trace?: string; plb?: readonly (readonly [ProviderAdjustment['reason'], number])[]; payment?: number } = {}): string {
  const day = '2026-11-20';
  const before = claims.reduce((sum, { paid }) => sum + paid, 0) - (options.plb ?? []).reduce((sum, [, cents]) => sum + cents, 0);
  // A payment cannot be negative: what is left is carried forward.
  const plb = before < 0 ? [...(options.plb ?? []), ['FB', before] as const] : (options.plb ?? []);
  const net = Math.max(0, before);
  const remittance: Remittance = {
    set: '835', controlNumber: '0001', producedOn: day, trace: { number: options.trace ?? nextTrace(), originator: '1999999999' },
    payment: { handling: net > 0 ? 'I' : 'H', amountCents: net, direction: 'C', method: net > 0 ? 'CHK' : 'NON', date: day },
    payer: { name: 'TEST PAYER', address: { lines: ['1 WAY'], city: 'BOSTON', state: 'MA', postalCode: '02110' }, technicalContacts: [{ name: 'HELP', numbers: [{ qualifier: 'TE', value: '8005550100' }] }] },
    payee: { name: 'TEST GENERAL HOSPITAL', id: { qualifier: 'XX', value: '1234567893' } },
    claims: claims.map(toPayment), providerAdjustments: plb.map(([reason, cents]) => ({ providerId: '1234567893', fiscalPeriodEnd: '2026-12-31', reason, reference: 'REF1', cents })),
  };
  const written = writeX12(singleGroup({ sender: { qualifier: 'ZZ', id: 'PAYER' }, receiver: { qualifier: 'ZZ', id: 'HOSPITAL' }, date: day, time: '12:00', interchangeControlNumber: 1, groupControlNumber: 1, usage: 'T' }, [remittance]));
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('; '));
  return options.payment === undefined ? written.text : written.text.replace(/~(\s*)BPR\*([IH])\*[\d.]+\*/, `~$1BPR*$2*${(options.payment / 100).toFixed(2)}*`);
}

function toPayment(said: SaidOfClaim): ClaimPayment {
  const adjustments = (said.adjustments ?? []).map(({ group, reason, cents }) => ({ group: group as 'CO', reason, cents }));
  const patient = [...adjustments, ...(said.lines ?? []).flatMap((line) => line.adjustments)].filter(({ group }) => group === 'PR').reduce((sum, { cents }) => sum + cents, 0);
  const [first, last] = (said.patient ?? 'Ann Walker').split(' ');
  return {
    claimGroup: 1, patientControlNumber: said.number, status: said.status ?? '1', chargeCents: said.charge, paidCents: said.paid, filingIndicator: '12', payerControlNumber: said.payerNumber ?? `P${said.number}`,
    ...(said.status === '22' || patient === 0 ? {} : { patientResponsibilityCents: patient }), adjustments, patient: { name: { kind: 'person', last: last ?? 'Walker', first: first ?? 'Ann' }, id: { qualifier: 'MI', value: 'M123' } },
    ...(said.day ? { statement: { from: said.day } } : {}), lines: said.lines ?? [],
  };
}

/** A claim that was sent, with what an answer to it needs to know. */
export interface SentClaim {
  readonly claimId: string;
  readonly number: string;
  readonly charge: number;
  readonly accountId: string;
}

export async function sentClaim(billing: BillingDriver, encounterId: string): Promise<SentClaim> {
  const { claimId } = await billing.send(encounterId);
  const [row] = await billing.rows<{ number: string; charge: number; accountId: string }>('SELECT number, charge_cents AS charge, account_id AS accountId FROM claims WHERE id = ?', [claimId]);
  if (!row) throw new Error('The claim is not there.');
  return { claimId, number: row.number, charge: Number(row.charge), accountId: row.accountId };
}

/** Take in an 835 as a file would be, in a transaction of its own. */
export function receive835(api: TestApi, payerId: string, text: string): Promise<ReceivedRemittance> {
  return api.database.sequelize.transaction(async (transaction) => {
    const act: Act = {
      database: api.database, transaction, principal: { kind: 'service', id: 'test', name: 'test', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false },
      grants: ['any'], now: new Date(), requestId: 'test', address: '', audits: [], commands: [], announcements: [], notificationIds: [],
    };
    const received = await receiveRemittance(act, payerId, text);
    await writeCommands(act);
    return received;
  });
}
