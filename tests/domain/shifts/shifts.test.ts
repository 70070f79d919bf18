import fc from 'fast-check';
import { loadOf, type PatientToAssign, proposeAssignment } from '../../../domain/shifts/assignment';
import { type CoverRule, gapsOf } from '../../../domain/shifts/cover';
import { composeSbar, type HandoverFacts, trend } from '../../../domain/shifts/sbar';
import { boundsOf, nextShift, previousShift, shiftAt, shiftsFrom } from '../../../domain/shifts/times';

const ZONE = 'America/New_York';

describe('shifts', () => {
  test.each([
    ['2026-06-01T11:00:00Z', { date: '2026-06-01', shift: 'day' }],
    ['2026-06-01T10:59:59Z', { date: '2026-05-31', shift: 'night' }],
    ['2026-06-01T23:00:00Z', { date: '2026-06-01', shift: 'night' }],
    ['2026-06-02T03:30:00Z', { date: '2026-06-01', shift: 'night' }],
  ] as const)('at %s it is %p', (at, expected) => expect(shiftAt(Date.parse(at), ZONE)).toEqual(expected));

  test('cover every moment once, through the changes of the clocks, and follow each other', () => {
    fc.assert(fc.property(fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }), (ms) => {
      const on = shiftAt(ms, ZONE);
      const { from, until } = boundsOf(on, ZONE);
      expect(from <= ms && ms < until).toBe(true);
      expect(boundsOf(nextShift(on), ZONE).from).toBe(until);
      expect(previousShift(nextShift(on))).toEqual(on);
    }));
  });

  test('the night the clocks go back is an hour longer', () => {
    const hours = ({ from, until }: { from: number; until: number }) => (until - from) / 3_600_000;
    expect(hours(boundsOf({ date: '2026-10-31', shift: 'night' }, ZONE))).toBe(13);
    expect(hours(boundsOf({ date: '2026-03-07', shift: 'night' }, ZONE))).toBe(11);
    expect(shiftsFrom('2026-10-31', 2)).toHaveLength(4);
  });
});

describe('minimum cover', () => {
  const rules: CoverRule[] = [{ wardId: 'icu', shift: 'day', skill: 'nurse', minimum: 2 }, { wardId: 'icu', shift: 'day', skill: 'ventilation', minimum: 1 }, { wardId: 'icu', shift: 'night', skill: 'nurse', minimum: 1 }];
  const nurse = (skills: string[] = [], isAway = false) => ({ userId: 'n', skills, isAway });
  test.each([
    ['enough', [nurse(['ventilation']), nurse()], []],
    ['too few', [nurse(['ventilation'])], [{ skill: 'nurse', needed: 2, there: 1 }]],
    ['nobody who can', [nurse(), nurse()], [{ skill: 'ventilation', needed: 1, there: 0 }]],
    ['somebody on leave does not count', [nurse(['ventilation'], true), nurse()], [{ skill: 'nurse', needed: 2, there: 1 }, { skill: 'ventilation', needed: 1, there: 0 }]],
  ])('%s', (_, rostered, gaps) => expect(gapsOf(rules, 'icu', 'day', rostered)).toEqual(gaps));
  test('another ward’s rules are not asked', () => expect(gapsOf(rules, 'med', 'day', [])).toEqual([]));
});

describe('who looks after whom', () => {
  const patient = fc.record({
    encounterId: fc.uuid(), room: fc.constantFrom('1', '2', '3'), news2: fc.option(fc.nat({ max: 15 })), isIsolated: fc.boolean(), isLeaving: fc.boolean(), openTasks: fc.nat({ max: 12 }),
    previousNurseId: fc.option(fc.constantFrom('a', 'b', 'z')),
  });
  const patients = fc.uniqueArray(patient, { selector: ({ encounterId }) => encounterId, maxLength: 24 });
  const nurses = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });

  test('everybody has a nurse, and no nurse carries more than one patient’s load beyond another', () => {
    fc.assert(fc.property(patients, nurses, (list, ids) => {
      const proposals = proposeAssignment(list, ids);
      expect(proposals.map(({ encounterId }) => encounterId).sort()).toEqual(list.map(({ encounterId }) => encounterId).sort());
      const byId = new Map(list.map((one) => [one.encounterId, one]));
      const loads = ids.map((id) => proposals.filter(({ nurseId }) => nurseId === id).reduce((sum, { encounterId }) => sum + loadOf(byId.get(encounterId) as PatientToAssign), 0));
      const heaviest = Math.max(0, ...list.map(loadOf));
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(heaviest);
    }));
  });

  test('the order in which they are asked changes nothing', () => {
    fc.assert(fc.property(patients, nurses, (list, ids) => {
      expect(proposeAssignment([...list].reverse(), [...ids].reverse())).toEqual(proposeAssignment(list, ids));
    }));
  });

  test('keeps who knows the patient, then the room', () => {
    const base = { news2: 0, isIsolated: false, isLeaving: false, openTasks: 0 };
    expect(proposeAssignment([{ ...base, encounterId: '1', room: '1', previousNurseId: 'b' }, { ...base, encounterId: '2', room: '2', previousNurseId: null }], ['a', 'b']))
      .toEqual([{ encounterId: '1', nurseId: 'b', because: 'Knows the patient' }, { encounterId: '2', nurseId: 'a', because: 'Has least to do' }]);
    expect(proposeAssignment([{ ...base, encounterId: '1', room: '1', previousNurseId: null }], [])).toEqual([]);
  });
});

describe('the handover (hmislk#21654)', () => {
  const facts: HandoverFacts = {
    bed: 'MED-01A', ageYears: 71, gender: 'female', reason: 'Congestive heart failure', dayOfStay: 3, codeStatus: 'No resuscitation', isolation: null, allergies: ['Aspirin'], plannedEnd: 'Nov 28, 14:00', isLeaving: false,
    scores: [{ at: '08:00', total: 2 }, { at: '12:00', total: 5 }], lastScoreBefore: 1, done: ['Observation round'], dosesGiven: 3, dosesNotGiven: ['Furosemide (refused)'], abnormalResults: ['Potassium 5.9 mmol/L, high (preliminary)'], unjudgedResults: ['Globulin 30 g/L'], imagingReports: ['CT of the head (preliminary): No bleed.'],
    pendingResults: ['Troponin'], unacknowledgedCriticals: ['Potassium 6.8'], openTasks: [{ title: 'Review deterioration', due: '12:30', isOverdue: true }, { title: 'Observation round', due: '20:00', isOverdue: false }],
    medicinesDue: [{ line: 'Furosemide 40 mg', due: '20:00' }], transfer: 'Transfer to Intensive care: waits for the receiving ward.',
  };

  test('says everything that happened and is open', () => {
    expect(composeSbar(facts)).toEqual({
      situation: '71-year-old female, bed MED-01A, day 3: Congestive heart failure.\nCode status: No resuscitation.\nTransfer to Intensive care: waits for the receiving ward.',
      background: 'Allergies: Aspirin.\nStay planned until Nov 28, 14:00.',
      assessment: 'NEWS2 rising: 2 (08:00), 5 (12:00).\nDone: Observation round.\nDoses given: 3.\nNot given: Furosemide (refused).\nAbnormal results: Potassium 5.9 mmol/L, high (preliminary).\nResults without a reference range, to be judged by hand: Globulin 30 g/L.\nImaging: CT of the head (preliminary): No bleed.',
      recommendation: 'Critical result not acknowledged: Potassium 6.8.\nOVERDUE: Review deterioration, due 12:30.\nObservation round, due 20:00.\nMedicines due: Furosemide 40 mg at 20:00.\nResults to come: Troponin.',
    });
  });

  test('says that nothing is open rather than nothing', () => {
    expect(composeSbar({ ...facts, openTasks: [], medicinesDue: [], pendingResults: [], unacknowledgedCriticals: [] }).recommendation).toBe('Nothing is open.');
  });

  test.each([
    [[], null, 'No NEWS2 on record.'],
    [[], 4, 'No observations this shift; NEWS2 was 4 before.'],
    [[3], null, 'NEWS2 3 (t).'],
    [[3], 5, 'NEWS2 falling: 3 (t).'],
    [[3, 3], 9, 'NEWS2 steady: 3 (t), 3 (t).'],
  ])('NEWS2 %p after %p: %s', (totals, before, words) => expect(trend({ scores: (totals as number[]).map((total) => ({ at: 't', total })), lastScoreBefore: before })).toBe(words));
});
