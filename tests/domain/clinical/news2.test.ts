import { needsUrgentReview, observationIntervalMs, riskOf, scoreNews2, withConcern } from '../../../domain/clinical/news2';
import { type Vitals } from '../../../domain/clinical/vitals';
import { HOUR_MS } from '../../../domain/time';

/** Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017: chart 1 (scoring) and charts 2 and 4 (thresholds, response). */
const WELL: Vitals = { respirations: 16, spo2: 97, onOxygen: false, systolic: 120, pulse: 70, consciousness: 'A', temperature: 37 };
const scale2: Vitals = { ...WELL, spo2: 90, spo2Scale2: true };

describe('NEWS2, chart 1: every row at both ends of every band', () => {
  test.each([
    [1, 3], [8, 3], [9, 1], [11, 1], [12, 0], [20, 0], [21, 2], [24, 2], [25, 3], [80, 3],
  ])('respiration rate %i scores %i', (respirations, score) => expect(scoreNews2({ ...WELL, respirations }).parts.respirations).toBe(score));

  test.each([
    [50, 3], [91, 3], [92, 2], [93, 2], [94, 1], [95, 1], [96, 0], [100, 0],
  ])('SpO2 scale 1: %i %% scores %i', (spo2, score) => {
    expect(scoreNews2({ ...WELL, spo2 }).parts.spo2).toBe(score);
    expect(scoreNews2({ ...WELL, spo2, onOxygen: true }).parts.spo2).toBe(score);
  });

  test.each([
    [50, 3], [83, 3], [84, 2], [85, 2], [86, 1], [87, 1], [88, 0], [92, 0], [93, 0], [94, 0], [95, 0], [96, 0], [97, 0], [100, 0],
  ])('SpO2 scale 2 on air: %i %% scores %i', (spo2, score) => expect(scoreNews2({ ...scale2, spo2 }).parts.spo2).toBe(score));

  test.each([
    [83, 3], [84, 2], [85, 2], [86, 1], [87, 1], [88, 0], [92, 0], [93, 1], [94, 1], [95, 2], [96, 2], [97, 3], [100, 3],
  ])('SpO2 scale 2 on oxygen: %i %% scores %i', (spo2, score) => expect(scoreNews2({ ...scale2, spo2, onOxygen: true }).parts.spo2).toBe(score));

  test('oxygen scores 2, air 0', () => {
    expect(scoreNews2({ ...WELL, onOxygen: true }).parts.onOxygen).toBe(2);
    expect(scoreNews2(WELL).parts.onOxygen).toBe(0);
  });

  test.each([
    [40, 3], [90, 3], [91, 2], [100, 2], [101, 1], [110, 1], [111, 0], [219, 0], [220, 3], [300, 3],
  ])('systolic pressure %i scores %i', (systolic, score) => expect(scoreNews2({ ...WELL, systolic }).parts.systolic).toBe(score));

  test.each([
    [20, 3], [40, 3], [41, 1], [50, 1], [51, 0], [90, 0], [91, 1], [110, 1], [111, 2], [130, 2], [131, 3], [155, 3], [250, 3],
  ])('pulse %i scores %i', (pulse, score) => expect(scoreNews2({ ...WELL, pulse }).parts.pulse).toBe(score));

  test.each([['A', 0], ['C', 3], ['V', 3], ['P', 3], ['U', 3]] as const)('consciousness %s scores %i', (consciousness, score) =>
    expect(scoreNews2({ ...WELL, consciousness }).parts.consciousness).toBe(score));

  test.each([
    [25, 3], [35.0, 3], [35.1, 1], [36.0, 1], [36.1, 0], [38.0, 0], [38.1, 1], [39.0, 1], [39.1, 2], [45, 2],
  ])('temperature %d scores %i', (temperature, score) => expect(scoreNews2({ ...WELL, temperature }).parts.temperature).toBe(score));
});

describe('NEWS2, charts 2 and 4: risk and response', () => {
  /** Chart 2, row by row: 0 to 4, a single 3, 5 and 6, 7 and more. Chart 4: hours to the next observations, half an hour for "continuous". */
  test.each([...Array.from({ length: 21 }, (_, total) => [total, false] as const), ...Array.from({ length: 18 }, (_, index) => [index + 3, true] as const)])('a total of %i, one value alone scoring 3: %p', (total, singleThree) => {
    const risk = total >= 7 ? 'high' : total >= 5 ? 'medium' : singleThree ? 'low-medium' : 'low';
    expect(riskOf(total, singleThree)).toBe(risk);
    expect(observationIntervalMs({ total, risk }) / HOUR_MS).toBe(risk === 'high' ? 0.5 : risk !== 'low' ? 1 : total === 0 ? 12 : 4);
    expect(needsUrgentReview({ risk })).toBe(risk !== 'low');
  });

  test('worry calls for an urgent review at least, and never for less than the score does', () => {
    expect((['low', 'low-medium', 'medium', 'high'] as const).map((risk) => [withConcern(risk, true), withConcern(risk, false)])).toEqual([['medium', 'low'], ['medium', 'low-medium'], ['medium', 'medium'], ['high', 'high']]);
    expect(observationIntervalMs({ total: null, risk: 'low' }) / HOUR_MS).toBe(4); // nobody is scored, nobody waits for half a day
  });

  test.each([
    [WELL, 0, 'low', 12, false],
    [{ ...WELL, pulse: 95 }, 1, 'low', 4, false],
    [{ ...WELL, pulse: 95, temperature: 38.5, spo2: 94, systolic: 105 }, 4, 'low', 4, false],
    [{ ...WELL, pulse: 155 }, 3, 'low-medium', 1, true],
    [{ ...WELL, pulse: 155, temperature: 38.5 }, 4, 'low-medium', 1, true],
    [{ ...WELL, pulse: 115, respirations: 22, temperature: 38.5 }, 5, 'medium', 1, true],
    [{ ...WELL, pulse: 115, respirations: 22, spo2: 93 }, 6, 'medium', 1, true],
    [{ ...WELL, pulse: 115, respirations: 22, spo2: 93, temperature: 38.5 }, 7, 'high', 0.5, true],
    [{ respirations: 30, spo2: 80, onOxygen: true, systolic: 80, pulse: 150, consciousness: 'U', temperature: 34 } as Vitals, 20, 'high', 0.5, true],
  ] as const)('%#: total, risk, next observations, urgent review', (vitals, total, risk, hours, urgent) => {
    const news2 = scoreNews2(vitals);
    expect([news2.total, news2.risk, observationIntervalMs(news2) / HOUR_MS, needsUrgentReview(news2)]).toEqual([total, risk, hours, urgent]);
  });
});
