import { readJson } from '../../../db/models/table';
import { type PlanInput } from '../../../domain/adjudication/input';
import { type AnsweredMember, type Benefit, type EligibilityInquiry, type EligibilityResponse, type InquiredMember } from '../../../interop/x12';
import { type Act, select } from '../../http/act';
import { readAccumulators } from '../payer/memberRecord';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

type Asked = InquiredMember & { dependents: InquiredMember[] };

interface Member {
  readonly coverageId: string;
  readonly status: string;
  readonly from: string;
  readonly to: string | null;
  readonly planName: string;
  readonly rules: unknown;
}

/** X12 service types: everything the plan covers, and visits. */
const ALL = ['30'];
const VISITS = ['98'];
const NOT_FOUND = { valid: true, reason: '75', followUp: 'C' };
const NO_MEMBER_NUMBER = { valid: true, reason: '72', followUp: 'C' };

/** The demonstration payer's 271: it reads the 270 it was sent, looks the member up in its own file, and answers by plan and accumulators. */
export async function answerEligibility(act: Act, payerId: string, asked: EligibilityInquiry): Promise<EligibilityResponse> {
  const sources = [];
  for (const { receivers, ...source } of asked.sources) {
    const answered = [];
    for (const { subscribers, ...receiver } of receivers) {
      const members = [];
      for (const subscriber of subscribers) members.push(await answerMember(act, payerId, subscriber));
      answered.push({ ...receiver, subscribers: members });
    }
    sources.push({ ...source, receivers: answered });
  }
  return { set: '271', controlNumber: '0001', purpose: '11', ...(asked.reference ? { reference: asked.reference } : {}), createdOn: hospitalDay(act.now), createdAt: hospitalTime(act.now), sources };
}

async function answerMember(act: Act, payerId: string, { traces, name, memberId, birthDate, gender, dates }: Asked): Promise<AnsweredMember & { dependents: AnsweredMember[] }> {
  const known = {
    ...(traces ? { traces: traces.map((trace) => ({ ...trace, type: '2' as const })) } : {}), ...(name ? { name } : {}), ...(memberId ? { memberId } : {}), ...(birthDate ? { birthDate } : {}), ...(gender ? { gender } : {}),
    dependents: [],
  };
  const day = dates?.find(({ qualifier }) => qualifier === '291')?.from ?? hospitalDay(act.now);
  if (!memberId) return { ...known, rejections: [NO_MEMBER_NUMBER], benefits: [] };
  const member = await findMember(act, payerId, memberId.value, day);
  if (!member) return { ...known, rejections: [NOT_FOUND], benefits: [] };
  const isActive = member.status === 'active' && member.from <= day && (member.to === null || member.to >= day);
  const period = [{ qualifier: '346', from: member.from, through: member.from }, ...(member.to === null ? [] : [{ qualifier: '347', from: member.to, through: member.to }])];
  const plan = { coverageLevel: 'IND', serviceTypes: ALL, planDescription: member.planName.slice(0, 50).trim() };
  if (!isActive) return { ...known, dates: period, benefits: [{ kind: '6', ...plan }] };
  return { ...known, dates: period, benefits: [{ kind: '1', ...plan }, ...(await benefitsOf(act, member, Number(day.slice(0, 4))))] };
}

/** Of several coverages under one number, the one that holds the day, else the last. */
async function findMember(act: Act, payerId: string, memberNumber: string, day: string): Promise<Member | null> {
  const rows = await select<Member>(
    act,
    `SELECT c.id AS coverageId, c.status, DATE_FORMAT(c.period_start, '%Y-%m-%d') AS \`from\`, DATE_FORMAT(c.period_end, '%Y-%m-%d') AS \`to\`, l.name AS planName, l.rules
     FROM coverages c JOIN plans l ON l.id = c.plan_id WHERE c.member_number_index = ? AND c.payer_id = ? AND c.status <> 'entered-in-error' ORDER BY c.period_start`,
    [act.database.cipher.blindIndex('member', memberNumber), payerId],
  );
  return rows.find(({ from, to }) => from <= day && (to === null || to >= day)) ?? rows.at(-1) ?? null;
}

async function benefitsOf(act: Act, { coverageId, rules }: Member, year: number): Promise<Benefit[]> {
  const plan = readJson(rules) as PlanInput;
  const met = (await readAccumulators(act, coverageId))[String(year)];
  const limit = (kind: string, level: 'IND' | 'FAM', whole: number | null | undefined, used: number | null | undefined): Benefit[] =>
    whole === null || whole === undefined
      ? []
      : [
          { kind, coverageLevel: level, serviceTypes: ALL, timePeriod: '23', cents: whole },
          { kind, coverageLevel: level, serviceTypes: ALL, timePeriod: '29', cents: Math.max(0, whole - (used ?? 0)) },
        ];
  return [
    ...limit('C', 'IND', plan.deductible?.individualCents, met?.deductibleIndividualCents), ...limit('C', 'FAM', plan.deductible?.familyCents, met?.deductibleFamilyCents),
    ...limit('G', 'IND', plan.outOfPocketMax?.individualCents, met?.outOfPocketIndividualCents), ...limit('G', 'FAM', plan.outOfPocketMax?.familyCents, met?.outOfPocketFamilyCents),
    ...(plan.copayCents ? [{ kind: 'B', coverageLevel: 'IND', serviceTypes: VISITS, timePeriod: '27', cents: plan.copayCents }] : []),
    ...(plan.coinsuranceRate ? [{ kind: 'A', coverageLevel: 'IND', serviceTypes: ALL, rate: plan.coinsuranceRate }] : []),
    ...(plan.priorAuthorizationRequired ?? []).map((code): Benefit => ({ kind: '1', coverageLevel: 'IND', authorizationRequired: 'Y', procedure: { qualifier: 'HC', code, modifiers: [] } })),
  ];
}
