import { type z } from 'zod';
import { type contract } from '../../api/client';
import { LAB_TESTS } from '../../domain/clinical/labTests';
import { referenceRange } from '../../domain/clinical/referenceRanges';
import { type TaskInput, type TaskRow } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type Bedside } from './bedside';
import { type Answers } from './fillForm';
import { type Chance } from './random';

/** What the past stay recorded, for staff to enter again. */
export type Script = z.output<typeof contract.readScript.reply>;

const USUAL_VITALS = { respirations: 16, spo2: 97, onOxygen: false, systolic: 122, pulse: 76, consciousness: 'A', temperature: 36.8 } as const;
/** NEWS2 of 9: somebody to look at now. */
const DETERIORATING = { respirations: 26, spo2: 92, onOxygen: true, systolic: 98, pulse: 118, consciousness: 'A', temperature: 38.6, pain: 4 } as const;
/** Answers to the Morse Fall Scale that come to each risk: 0, 40 and 75 points. */
const FALLS = {
  low: {},
  moderate: { secondaryDiagnosis: 'yes', walkingAid: 'stick', gait: 'weak' },
  high: { fallHistory: 'yes', secondaryDiagnosis: 'yes', walkingAid: 'stick', gait: 'impaired' },
} as const;
/** The Braden Scale of somebody up and about: 21 of 23. */
const SKIN = { sensoryPerception: '4', moisture: '4', activity: '3', mobility: '4', nutrition: '3', frictionShear: '3' } as const;
/** A stay is played at most this long; the rest of a month on the ward adds rounds, not insight. */
const LONGEST_STAY_HOURS = 72;

/** How simulated staff answer each kind of task, where the first allowed value would not do. */
export function answersFor(type: TaskTypeName, script: Script | null, chance: Chance, appointmentBase: Date, input: TaskInput, bedside: Bedside | null = null): Answers {
  switch (type) {
    case 'register-patient':
      return { coverage: script?.selfPay ? 'self-pay' : 'verified' };
    case 'admission-assessment':
      return { ...USUAL_VITALS, canSayPain: true, pain: chance.between(0, 5), ...FALLS[script?.assessment.fallsRisk ?? 'low'], ...SKIN, ...script?.assessment };
    case 'observation-round':
      return chance.happens(0.03) ? DETERIORATING : { ...USUAL_VITALS, ...chance.pick(script?.rounds ?? []) };
    case 'place-orders':
      return { orderSet: script?.orderSet ?? 'general-medicine', plannedHours: Math.max(1, Math.min(LONGEST_STAY_HOURS, script?.plannedHours ?? 24)), note: 'Orders as for the reason of admission.', overrideReason: script?.overrideReason ?? undefined };
    case 'receive-specimens':
      return { decision: () => (chance.happens(0.03) ? 'reject' : 'accept'), rejection: 'haemolysed' };
    case 'schedule-imaging':
      return { scheduledAt: new Date(appointmentBase.getTime() + 30 * 60_000).toISOString() };
    case 'perform-imaging':
      return { outcome: 'performed' };
    case 'report-imaging':
      return { findings: 'Compared with the last examination: no new finding.', conclusion: 'No acute finding.', critical: false };
    case 'enter-results':
      return { value: (row) => measured(row), text: (row) => (measured(row) === undefined ? ((row?.values?.['text'] as string | undefined) ?? 'unremarkable') : undefined) };
    case 'medicine-round':
    case 'high-alert-round':
    case 'give-stat-doses':
      return { ...scans(bedside), outcome: () => (chance.happens(0.02) ? 'refused' : 'given'), refusedReason: 'unwell' };
    case 'check-high-alert':
      return scans(bedside);
    case 'acknowledge-critical-result':
      return { action: 'Read back; treatment adjusted; repeat in four hours.' };
    case 'review-deterioration':
    case 'emergency-response':
      return { plan: 'Seen at the bedside; fluids and antibiotics reviewed; observations hourly.' };
    case 'decide-discharge':
      return { decision: 'discharge', disposition: ['01', '03', '06', '62'].includes(script?.disposition ?? '') ? (script?.disposition ?? '01') : '01' };
    case 'sign-discharge-summary':
      return { summary: 'Admitted, investigated and treated as recorded. Recovered well. Follow-up as booked.' };
    case 'financial-clearance':
      return { paymentPlan: chance.happens(0.2), instalments: chance.pick([3, 6, 12]), rhythm: 'month' };
    case 'code-encounter':
      return { principalDiagnosis: principalOf(input), decision: (row) => (row?.values?.['revenueCode'] ? 'bill' : 'not-billable') };
    case 'fix-claim':
      return { principalDiagnosis: principalOf(input) };
    case 'review-claim':
      return { decision: chance.happens(0.8) ? 'release' : 'void', reason: 'Compared with the record: the services were given as billed.', charges: 'cancel-charges' };
    case 'resolve-denial':
      return { decision: chance.pick(['correct', 'appeal', 'bill-patient', 'write-off']) ?? 'appeal', reason: 'Reviewed with the contract and the record.', authorizationNumber: `AUTH-${chance.between(100_000, 999_999)}` };
    case 'approve-write-off':
      return { decision: chance.happens(0.8) ? 'approve' : 'refuse', reason: 'Checked against the contract and the record.' };
    case 'approve-money':
      return { decision: chance.happens(0.8) ? 'approve' : 'reject', note: 'Looked at with the account.' };
    case 'give-record':
      return { identity: true, how: 'Handed over at the desk.' };
    case 'triage-safety-event': case 'triage-sentinel-event':
      return { decision: 'investigate', note: 'Looked at with the ward.' };
    case 'investigate-safety-event':
      return { communication: true, rootCause: 'Nobody was told that the bed rail was down.' };
    case 'close-safety-event':
      return { lesson: 'The ward rounds look at rails and lights.' };
    case 'safety-action':
      return { result: 'Done and told to the ward.' };
    case 'review-glass':
      return { decision: 'justified', note: 'Looked at with the record of that hour.' };
    case 'decide-amendment': case 'decide-extended-amendment':
      return { decision: 'accept', addition: 'Corrected as the patient says; looked at with the ward.' };
    case 'tell-amended':
      return { outcome: 'told', words: 'A letter, with the entry and what was added.' };
    case 'book-follow-up':
      return { needed: chance.happens(0.8), startsAt: slot(appointmentBase, chance) };
    case 'agree-transfer':
      return { decision: chance.happens(0.9) ? 'agree' : 'decline' };
    case 'accept-transfer':
      return { decision: (input.options?.['bedId'] ?? []).length > 0 ? 'accept' : 'decline' };
    default:
      return {};
  }
}

/** What was measured then; for a test nobody ran then, the middle of what is usual. Rows are named by order and LOINC code. */
export function measured(row: TaskRow | null): number | undefined {
  const past = row?.values?.['value'] as number | undefined;
  if (past !== undefined || row === null || row.values?.['text'] !== undefined) return past;
  const code = row.id.split('/')[1] ?? '';
  const usual = referenceRange(code, LAB_TESTS[code]?.unit ?? null, { sex: 'female', ageYears: 50, ageDays: 18_263 });
  if (!usual || usual.low === null || usual.high === null) return undefined;
  return Math.round(((usual.low + usual.high) / 2) * 10) / 10;
}

const scans = (bedside: Bedside | null): Answers => ({ wristband: bedside?.wristband, medicineCode: (row) => (row === null ? undefined : bedside?.packages.get(row.id)) });

/** What the record offers as principal diagnosis, else the first diagnosis that has a code, else R69: illness, unspecified. */
function principalOf(input: TaskInput): string {
  const offered = input.values?.['principalDiagnosis'] ?? (input.rows?.['diagnoses'] ?? []).map((row) => row.values?.['code']).find(Boolean);
  return typeof offered === 'string' && offered !== '' ? offered : 'R69';
}

/** A quarter of an hour in working time, ten to forty days ahead. */
function slot(base: Date, chance: Chance): string {
  const day = new Date(base.getTime() + chance.between(10, 40) * 86_400_000);
  day.setUTCHours(chance.between(8, 16), chance.between(0, 3) * 15, 0, 0);
  return day.toISOString();
}
