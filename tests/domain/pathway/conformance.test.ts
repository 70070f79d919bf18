import fc from 'fast-check';
import { conformance, type DeviationKind, deviationWords } from '../../../domain/pathway/conform';
import { type ObservedActivity, type ObservedJourney } from '../../../domain/pathway/observed';
import { INPATIENT_PATHWAY, type PathwayCode } from '../../../domain/pathway/declared';
import { variantOf } from '../../../domain/pathway/variant';
import { type Stage, STAGES } from '../../../domain/journey/stages';
import { MINUTE_MS } from '../../../domain/time';

type Told = readonly [code: PathwayCode | 'scalp-massage', from: number, to: number];

/** An ordinary stay in minutes: what the pathway asks for, rounds of care, and the bill. */
const STAGE_TIMES: readonly Told[] = [
  ['stage:admission', 0, 60], ['stage:diagnostics', 60, 300], ['stage:treatment', 300, 3000], ['stage:discharge', 3000, 3180], ['stage:billing', 3180, 4000], ['stage:follow-up', 3181, 3300], ['stage:adjudication', 4000, 20_000],
];
const TASKS: readonly Told[] = [
  ['register-patient', 0, 15], ['assign-bed', 15, 30], ['admission-assessment', 30, 60], ['place-orders', 60, 90], ['collect-specimens', 90, 120], ['receive-specimens', 120, 135], ['enter-results', 135, 200],
  ['observation-round', 400, 410], ['medicine-round', 420, 440], ['observation-round', 800, 815], ['decide-discharge', 2900, 2990], ['sign-discharge-summary', 3000, 3060], ['discharge-teaching', 3000, 3050],
  ['financial-clearance', 3000, 3040], ['confirm-departure', 3060, 3180], ['clean-bed', 3180, 3220], ['book-follow-up', 3180, 3300], ['code-encounter', 3300, 3900],
];
const SLA_MINUTES = 200_000;

const observed = (told: readonly Told[], due: Readonly<Record<number, number>> = {}): ObservedActivity[] =>
  told.map(([code, from, to], index) => ({ code, startedAt: from * MINUTE_MS, endedAt: to * MINUTE_MS, dueAt: code.startsWith('stage:') ? null : (due[index] ?? SLA_MINUTES) * MINUTE_MS }));
const journey = (activities: readonly ObservedActivity[], more: Partial<ObservedJourney> = {}): ObservedJourney => ({ passed: [...STAGES], endedEarly: false, letPass: [], activities, ...more });
const judge = (told: readonly Told[], more: Partial<ObservedJourney> = {}, due: Readonly<Record<number, number>> = {}) => conformance(journey(observed(told, due), more), INPATIENT_PATHWAY);
const ORDINARY = [...STAGE_TIMES, ...TASKS];

const without = (code: PathwayCode): Told[] => ORDINARY.filter(([one]) => one !== code);
const moved = (code: PathwayCode, from: number, to: number): Told[] => ORDINARY.map((told) => (told[0] === code ? [code, from, to] : told));
const with_ = (...told: Told[]): Told[] => [...ORDINARY, ...told];
const indexOf = (code: PathwayCode): number => ORDINARY.findIndex(([one]) => one === code);

/** Twenty wrongs, four of each kind, planted one by one. */
const PLANTED: readonly (readonly [kind: DeviationKind, code: string, told: readonly Told[], due?: Readonly<Record<number, number>>])[] = [
  ['skipped', 'register-patient', without('register-patient')], ['skipped', 'admission-assessment', without('admission-assessment')], ['skipped', 'financial-clearance', without('financial-clearance')], ['skipped', 'stage:billing', without('stage:billing')],
  ['out-of-order', 'register-patient', moved('register-patient', 0, 1000)], ['out-of-order', 'confirm-departure', moved('confirm-departure', 2000, 2100)], ['out-of-order', 'place-orders', moved('place-orders', 5, 10)], ['out-of-order', 'stage:billing', moved('stage:billing', 200, 4000)],
  ['repeated', 'register-patient', with_(['register-patient', 20, 25])], ['repeated', 'assign-bed', with_(['assign-bed', 500, 510])], ['repeated', 'sign-discharge-summary', with_(['sign-discharge-summary', 3060, 3070])], ['repeated', 'book-follow-up', with_(['book-follow-up', 3300, 3400])],
  ['too-late', 'admission-assessment', ORDINARY, { [indexOf('admission-assessment')]: 59 }], ['too-late', 'medicine-round', ORDINARY, { [indexOf('medicine-round')]: 430 }], ['too-late', 'code-encounter', ORDINARY, { [indexOf('code-encounter')]: 3500 }],
  ['too-late', 'stage:follow-up', moved('stage:follow-up', 3181, 3181 + 8 * 1440)],
  ['extra', 'scalp-massage', with_(['scalp-massage', 400, 420])], ['extra', 'medicine-round', with_(['medicine-round', 3200, 3210])], ['extra', 'observation-round', with_(['observation-round', 5000, 5010])], ['extra', 'perform-procedures', with_(['perform-procedures', 3190, 3250])],
];

describe('conformance to the declared pathway', () => {
  test('an ordinary journey has no deviation, nor has one that was let pass, ended early or still runs', () => {
    expect(judge(ORDINARY)).toEqual({ fitness: 1, deviations: [] });
    expect(judge(without('sign-discharge-summary'), { letPass: ['sign-discharge-summary'] })).toEqual({ fitness: 1, deviations: [] });
    expect(judge(ORDINARY.slice(0, 2), { endedEarly: true })).toEqual({ fitness: 1, deviations: [] });
    const begun: Told[] = [['stage:admission', 0, 60], ...TASKS.slice(0, 3)];
    expect(judge(begun, { passed: ['admission'] as Stage[] })).toEqual({ fitness: 1, deviations: [] });
    expect(judge(without('stage:adjudication'))).toEqual({ fitness: 1, deviations: [] });
  });

  test('of twenty planted deviations twenty are found, each by its name and nothing else beside it', () => {
    expect(PLANTED).toHaveLength(20);
    for (const [kind, code, told, due] of PLANTED) {
      const { deviations, fitness } = judge(told, {}, due);
      expect([kind, code, deviations.map((one) => [one.kind, one.code])]).toEqual([kind, code, [[kind, code]]]);
      expect(fitness).toBeLessThan(1);
      expect(fitness).toBeGreaterThan(0.9);
    }
  });

  test('says what is wrong in words', () => {
    const words = (told: readonly Told[], due?: Readonly<Record<number, number>>) => judge(told, {}, due).deviations.map((one) => deviationWords(one, (ms) => `${ms / MINUTE_MS} min`));
    expect(words(without('assign-bed'))).toEqual(['“Assign bed” was left out.']);
    expect(words(moved('confirm-departure', 2000, 2100))).toEqual([expect.stringMatching(/^“Confirm departure” came before “(Sign discharge summary|Decide on discharge)” and .*, not after\.$/)]);
    expect(words(moved('register-patient', 0, 1000))).toEqual([expect.stringMatching(/^“Register patient” came after “Assign bed” and .*, not before\.$/)]);
    expect(words(ORDINARY, { [indexOf('medicine-round')]: 430 })).toEqual(['“Medicine round” was over 10 min too late.']);
    expect(words(with_(['scalp-massage', 400, 420]))).toEqual(['“scalp massage” is not part of the pathway at this point.']);
  });

  test('whatever happened, fitness lies between 0 and 1, and is 1 exactly when there is nothing to say', () => {
    const activity = fc.record({ index: fc.nat(ORDINARY.length - 1), from: fc.nat(20_000), lasting: fc.nat(3000), late: fc.boolean(), unknown: fc.boolean() });
    fc.assert(fc.property(fc.array(activity, { maxLength: 40 }), fc.subarray([...STAGES]), fc.boolean(), (drawn, passed, endedEarly) => {
      const activities = drawn.map(({ index, from, lasting, late, unknown }): ObservedActivity => ({
        code: unknown ? 'scalp-massage' : ORDINARY[index]?.[0] ?? '', startedAt: from * MINUTE_MS, endedAt: (from + lasting) * MINUTE_MS, dueAt: late ? from * MINUTE_MS : null,
      }));
      const { fitness, deviations } = conformance({ passed, endedEarly, letPass: [], activities }, INPATIENT_PATHWAY);
      expect(fitness).toBeGreaterThanOrEqual(0);
      expect(fitness).toBeLessThanOrEqual(1);
      expect(fitness === 1).toBe(deviations.length === 0);
    }));
  });

  test('any order the pathway allows conforms: care at any time of the stay, discharge branches in any order', () => {
    const care = fc.array(fc.tuple(fc.constantFrom('medicine-round', 'observation-round', 'verify-medicines', 'perform-imaging', 'acknowledge-critical-result'), fc.integer({ min: 20, max: 3000 }), fc.integer({ min: 1, max: 100 })), { maxLength: 30 });
    const branches = fc.tuple(...(['sign-discharge-summary', 'discharge-teaching', 'financial-clearance'] as const).map((code) => fc.integer({ min: 2990, max: 3179 }).map((end): Told => [code, 2990, end])));
    fc.assert(fc.property(care, branches, (rounds, ends) => {
      const told = [...ORDINARY.filter(([code]) => !ends.some(([one]) => one === code)), ...ends, ...rounds.map(([code, from, lasting]): Told => [code as PathwayCode, from, from + lasting])];
      expect(judge(told)).toEqual({ fitness: 1, deviations: [] });
    }));
  });

  test('a journey’s variant is its stages and its turns, whatever else was done and however often', () => {
    const ordinary = ['stage:admission', 'stage:diagnostics', 'stage:treatment', 'stage:discharge', 'stage:billing', 'stage:follow-up'];
    expect(variantOf(observed(ORDINARY))).toEqual([...ordinary, 'code-encounter', 'stage:adjudication']);
    expect(variantOf(observed(with_(['medicine-round', 700, 710], ['review-deterioration', 700, 720], ['review-deterioration', 900, 920])))).toEqual([...ordinary.slice(0, 3), 'review-deterioration', ...ordinary.slice(3), 'code-encounter', 'stage:adjudication']);
  });
});
