import { lineChart, splitBar } from '../../web/pages/analytics/charts';
import { drawTall, drawWide } from '../../web/pages/journeys/diagram/drawing';
import { type PathwayNode } from '../../web/pages/journeys/diagram/nodes';
import { ageWords } from '../../web/render/time';
import { STAGE_LABELS, STAGES } from '../../domain/journey/stages';

test('lines are told apart by dashes and names, begin at zero, and have a gap where there is nothing', () => {
  const chart = lineChart('Days', ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26'], [{ name: 'half', values: [1, null, 3, 4] }, { name: '9 of 10', values: [2, 2, 2, 4] }], String);
  expect(chart?.lines.map(({ dash, parts, dots }) => [dash, parts.length, dots.length])).toEqual([['', 2, 3], ['7 4', 1, 4]]);
  expect(chart?.marks[0]).toEqual({ y: chart?.bottom, words: '0' });
  const [one, other] = chart?.lines.map(({ end }) => end?.y ?? 0) ?? [];
  expect(Math.abs((one ?? 0) - (other ?? 0))).toBeGreaterThanOrEqual(14);
  expect(chart?.words).toBe('Days. half: from 1 to 4; 9 of 10: from 2 to 4. The table has every value.');
  expect(lineChart('Days', ['2026-01-05'], [{ name: 'half', values: [1] }], String)).toBeNull();
  expect(lineChart('Days', ['a', 'b'], [{ name: 'half', values: [0, 0] }], String)?.lines[0]?.dots.every(({ y }) => Number.isFinite(y))).toBe(true);
});

test('the parts of a bar are as long as what they stand for', () => {
  expect(splitBar(50, 100, { waitingShare: 0.2, workingShare: 0.3, idleShare: 0.5 })).toEqual({
    waiting: { x: 0, width: 10 }, working: { x: 10, width: 15 }, idle: { x: 25, width: 25 }, words: 'waiting 20\u00a0%, working 30\u00a0%, idle 50\u00a0%',
  });
});

describe('the drawn pathway', () => {
  const node = (kind: 'stage' | 'branch', stage: (typeof STAGES)[number], label: string, more: Partial<PathwayNode> = {}): PathwayNode => ({ kind, stage, label, status: 'done', state: 'Done, took 3 h', glyph: 'done', time: 'Nov 25, 14:05', href: '#story', startedAt: null, endedAt: null, ...more });
  const stages = STAGES.map((stage) => node('stage', stage, STAGE_LABELS[stage], stage === 'follow-up' ? { status: 'waiting', time: null } : {}));
  const branches = [node('branch', 'diagnostics', 'Laboratory orders'), node('branch', 'diagnostics', 'Acknowledge critical result', { state: 'Now, acknowledged' }), node('branch', 'billing', 'Code the encounter'), node('branch', 'adjudication', 'Claim C0123456789012345678'), node('branch', 'follow-up', 'Follow-up visit')];

  test.each([['at a desk', drawWide], ['on a phone', drawTall]] as const)('%s has every box once, inside the drawing, none on another, its words inside it', (_where, draw) => {
    const { boxes, width, height } = draw(stages, branches);
    expect(boxes.map(({ label }) => label).sort()).toEqual([...stages, ...branches].map(({ label }) => label).sort());
    for (const box of boxes) {
      expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual([true, true, true, true]);
      for (const other of boxes) if (other !== box) expect(box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y || other.y + other.height <= box.y).toBe(true);
      expect(box.labelLines.length).toBeLessThanOrEqual(2);
      expect(box.stateLines.map(({ text }) => text).join(' ')).toBe(box.state);
      for (const { y } of [...box.labelLines, ...box.stateLines, ...(box.timeAt ? [box.timeAt] : [])]) expect(y > box.y && y < box.y + box.height).toBe(true);
    }
  });

  test('goes from stage to stage as the pathway is declared, and is dashed where it has not come yet', () => {
    const { edges } = drawWide(stages, branches);
    // Admission → diagnostics → treatment → discharge → billing → adjudication, discharge → follow-up, and one line to each branch.
    expect(edges).toHaveLength(6 + branches.length);
    expect(edges.filter(({ isAhead }) => isAhead)).toHaveLength(1);
  });
});

test.each([
  ['2026-11-26', '2026-11-26', '0 d'], ['2026-11-21', '2026-11-26', '5 d'], ['2026-10-28', '2026-11-26', '29 d'], ['2026-10-28', '2026-11-28', '1 mo'], ['2025-11-30', '2026-11-26', '11 mo'],
  ['2024-11-27', '2026-11-26', '23 mo'], ['2024-11-26', '2026-11-26', '2 y'], ['1968-11-27', '2026-11-26', '57 y'], ['', '2026-11-26', 'age hidden'],
])('who was born on %s is on %s %s old', (born, today, words) => expect(ageWords(born, today)).toBe(words));
