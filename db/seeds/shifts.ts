import { QueryTypes, type Transaction } from 'sequelize';
import { type Database } from '../connect';
import { type LearntSkill } from '../../domain/shifts/skills';
import { type ShiftName } from '../../domain/shifts/times';
import { stableId } from '../stableId';
import { STAFF, usernameOf } from './staff';
import { WARDS, wardIdOf } from './wards';

/** What the nurses of a ward can do besides nursing; who is in charge can do that too. */
const WARD_SKILL: Readonly<Record<string, LearntSkill>> = { ICU: 'ventilation', STP: 'telemetry', ONC: 'chemotherapy', MAT: 'midwifery' };
const DAYS = 14;

/**
 * Skills, minimum cover, and a roster of two weeks: of each ward's two nurses one works by day, one by night; the first of them has the
 * shift that is `on`, so that whoever looks in as that nurse has patients. Intensive care needs two
 * by day and has one, and on one night nobody is rostered on Medicine: gaps somebody has to see ahead.
 */
export async function seedShifts({ sequelize }: Database, transaction: Transaction, today: string, on: ShiftName): Promise<void> {
  const insert = (into: string, rows: unknown[][]) => sequelize.query(`INSERT IGNORE INTO ${into} VALUES ${rows.map(() => '(?)').join(', ')}`, { replacements: rows, transaction });
  const nurses = STAFF.filter(({ role }) => role === 'nurse').map(({ name, wards = [] }) => ({ id: stableId('staff', usernameOf(name)), ward: wards[0] ?? '' }));
  const inCharge = STAFF.filter(({ role }) => role === 'charge-nurse').map(({ name }) => stableId('staff', usernameOf(name)));
  // The first physician leads the others: keeps the order sets.
  const lead = STAFF.filter(({ role }) => role === 'physician').slice(0, 1).map(({ name }) => stableId('staff', usernameOf(name)));
  const skilled = nurses.flatMap(({ id, ward }) => (WARD_SKILL[ward] ? [[id, WARD_SKILL[ward]]] : []));
  await insert('staff_skills (user_id, skill)', [...skilled, ...[...inCharge, ...lead].map((id) => [id, 'charge'])]);
  await insert('ward_cover (ward_id, shift, skill, minimum)', WARDS.flatMap(({ code }) => (['day', 'night'] as const).flatMap((shift) => [
    [wardIdOf(code), shift, 'nurse', code === 'ICU' && shift === 'day' ? 2 : 1],
    ...(WARD_SKILL[code] ? [[wardIdOf(code), shift, WARD_SKILL[code], 1]] : []),
  ])));
  const [known] = await sequelize.query<{ shift: ShiftName }>('SELECT shift FROM roster_shifts WHERE user_id = ? LIMIT 1', { replacements: [nurses[0]?.id ?? ''], type: QueryTypes.SELECT, transaction });
  const firstShift = known?.shift ?? on;
  await insert('roster_shifts (id, user_id, ward_id, shift_date, shift)', WARDS.flatMap(({ code }) => {
    const own = nurses.filter(({ ward }) => ward === code);
    return Array.from({ length: DAYS }, (_, index) => dayAfter(today, index)).flatMap((date, index) => (['day', 'night'] as const).flatMap((shift) => {
      const nurse = own[shift === firstShift ? 0 : 1];
      const isLeftOpen = code === 'MED' && shift === 'night' && index === 3;
      return nurse && !isLeftOpen ? [[stableId('roster', nurse.id, date, shift), nurse.id, wardIdOf(code), date, shift]] : [];
    }));
  }));
  await seedOnCall(insert, today);
}

/** Physicians take turns on call for the house, one by day and one by night; the fourth night nobody is: somebody has to see it ahead. */
async function seedOnCall(insert: (into: string, rows: unknown[][]) => Promise<unknown>, today: string): Promise<void> {
  const physicians = STAFF.filter(({ role }) => role === 'physician').map(({ name }) => stableId('staff', usernameOf(name)));
  await insert('on_call_duties (id, user_id, duty, shift_date, shift)', Array.from({ length: DAYS }, (_, index) => dayAfter(today, index)).flatMap((date, index) => (['day', 'night'] as const).flatMap((shift, part) => {
    const userId = physicians[(index * 2 + part) % physicians.length];
    return userId && !(shift === 'night' && index === 3) ? [[stableId('on-call', userId, date, shift), userId, 'physician', date, shift]] : [];
  })));
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
