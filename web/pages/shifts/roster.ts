import { contract } from '../../../api/client';
import { LEARNT_SKILLS, type Skill, SKILLS } from '../../../domain/shifts/skills';
import { type OnCallDuty } from '../../../domain/shifts/onCall';
import { SHIFTS } from '../../../domain/shifts/times';
import { addDays } from '../../../domain/calendar/zone';
import { type FlashCode } from '../../http/flash';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

type Roster = Reply<typeof contract.readRoster>;

/** Who works when: gaps ahead first, then ward by ward. */
export const rosterPages = [
  get('/roster', (visit) => showRoster(visit)),
  act('/roster', 'roster-changed', (visit) => {
    const [date = '', shift = ''] = (visit.posted.get('when') ?? '').split('~');
    return visit.api.call(contract.addToRoster, { body: { userId: visit.posted.get('userId') ?? '', wardId: wardOf(visit), date, shift: shift as 'day' | 'night' } });
  }),
  act('/roster/:shiftId/cancellation', 'roster-changed', (visit) => visit.api.call(contract.takeOffRoster, { params: { shiftId: visit.param('shiftId') }, body: { version: Number(visit.posted.get('version')) } })),
  act('/roster/on-call', 'roster-changed', (visit) => {
    const [date = '', shift = ''] = (visit.posted.get('when') ?? '').split('~');
    return visit.api.call(contract.addOnCall, { body: { userId: visit.posted.get('userId') ?? '', duty: (visit.posted.get('duty') ?? '') as OnCallDuty, date, shift: shift as 'day' | 'night' } });
  }),
  act('/roster/on-call/:dutyId/cancellation', 'roster-changed', (visit) => visit.api.call(contract.endOnCall, { params: { dutyId: visit.param('dutyId') }, body: { version: Number(visit.posted.get('version')) } })),
  act('/roster/cover', 'cover-saved', (visit) => visit.api.call(contract.setCover, { params: { wardId: wardOf(visit) }, body: { cover: coverOf(visit) } })),
  act('/roster/skills', 'cover-saved', (visit) => visit.api.call(contract.setSkills, { params: { userId: visit.posted.get('userId') ?? '' }, body: { skills: visit.posted.getAll('skill') as (typeof LEARNT_SKILLS)[number][] } })),
];

type OnCall = Reply<typeof contract.readOnCall>;

/** Duties day by day, and the shifts ahead that nobody is on call for. */
function onCallOf({ duties }: OnCall) {
  return duties.map(({ duty, label, shifts }) => ({
    duty, label, uncovered: shifts.filter(({ isUncovered }) => isUncovered).length,
    whens: shifts.map(({ date, shift, startsAt }) => ({ value: `${date}~${shift}`, date, label: SHIFTS[shift].label, startsAt })),
    days: [...new Set(shifts.map(({ date }) => date))].map((date) => ({ date, shifts: shifts.filter((one) => one.date === date).map((one) => ({ ...one, label: SHIFTS[one.shift].label })) })),
  }));
}

const wardOf = (visit: Visit): string => visit.posted.get('wardId') ?? '';

function coverOf(visit: Visit): { shift: 'day' | 'night'; skill: Skill; minimum: number }[] {
  return (['day', 'night'] as const).flatMap((shift) => (Object.keys(SKILLS) as Skill[]).flatMap((skill) => {
    const minimum = Number(visit.posted.get(`${shift}.${skill}`) ?? 0);
    return minimum > 0 ? [{ shift, skill, minimum }] : [];
  }));
}

function act(path: string, flash: FlashCode, perform: (visit: Visit) => Promise<unknown>) {
  return post(path, async (visit) => {
    try {
      await perform(visit);
    } catch (error) {
      return showRoster(visit, refusalOf(error));
    }
    visit.redirect(visit.cameFrom('/roster'), flash);
  });
}

async function showRoster(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const asked = new URLSearchParams(visit.query);
  for (const name of ['wardId', 'from']) if (visit.posted.get(name)) asked.set(name, visit.posted.get(name) ?? '');
  const address = new ListAddress('/roster', ['wardId', 'from'] as const, asked);
  const wardId = address.value('wardId');
  const from = address.value('from');
  const [roster, { items: allWards }, onCall] = await Promise.all([
    visit.api.call(contract.readRoster, { query: { ...(wardId ? { wardId } : {}), ...(from ? { from } : {}), days: 7 } }),
    visit.api.call(contract.listWards, { query: { limit: 200 } }),
    visit.api.call(contract.readOnCall, { query: { ...(from ? { from } : {}), days: 7 } }),
  ]);
  const mayChange = visit.has('charge-nurse', 'manager', 'administrator');
  visit.render('shifts/roster', {
    ...refusal, from: roster.from, gaps: gapsOf(roster), mayChange, wardId,
    selects: [{ name: 'wardId', label: 'Ward', hidden: address.hidden('wardId'), options: options(wardId, [['', 'All wards'], ...allWards.map(({ id, name }) => [id, name] as const)]) }],
    weeks: { before: address.with({ from: addDays(roster.from, -7) }), after: address.with({ from: addDays(roster.from, 7) }) },
    wards: roster.wards.map((ward) => ({ ...ward, href: address.with({ wardId: ward.id }), days: daysOf(ward) })),
    onCall: onCallOf(onCall), onCallStaff: mayChange ? onCall.staff.map(({ id, name }) => ({ value: id, label: name })) : [],
    edit: wardId && mayChange ? editOf(roster, wardId) : null,
  }, { status: refusal?.status ?? 200 });
}

/** Every shift that lacks somebody, soonest first. */
function gapsOf({ wards }: Roster) {
  return wards.flatMap(({ id, name, shifts }) => shifts.filter(({ gaps }) => gaps.length > 0).map((shift) => ({ ward: name, wardId: id, label: SHIFTS[shift.shift].label, startsAt: shift.startsAt, lacks: shift.gaps })))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0));
}

function daysOf({ shifts }: Roster['wards'][number]) {
  const dates = [...new Set(shifts.map(({ date }) => date))];
  return dates.map((date) => ({ date, shifts: shifts.filter((one) => one.date === date).map((one) => ({ ...one, label: SHIFTS[one.shift].label })) }));
}

function editOf({ wards, staff }: Roster, wardId: string) {
  const ward = wards.find(({ id }) => id === wardId);
  const own = staff.filter(({ wardIds }) => wardIds.length === 0 || wardIds.includes(wardId));
  return {
    people: own.map(({ id, name }) => ({ value: id, label: name })),
    whens: ward?.shifts.map(({ date, shift, startsAt }) => ({ value: `${date}~${shift}`, date, label: SHIFTS[shift].label, startsAt })) ?? [],
    cover: (Object.entries(SKILLS) as [Skill, string][]).map(([skill, label]) => ({ skill, label, shifts: (['day', 'night'] as const).map((shift) => ({ shift, shiftLabel: SHIFTS[shift].label, minimum: ward?.cover.find((rule) => rule.skill === skill && rule.shift === shift)?.minimum ?? 0 })) })),
    staff: own.map((person) => ({ ...person, known: LEARNT_SKILLS.map((skill) => ({ value: skill, label: SKILLS[skill], checked: person.skills.includes(skill) })) })),
  };
}
