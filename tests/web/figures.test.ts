import { lineChart, splitBar } from '../../web/pages/analytics/charts';
import { csvOf } from '../../web/render/csv';

test('a cell that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers', () => {
  const evil = ['=1+1', '+1', '-1+cmd', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")'];
  expect(csvOf(['Ward', 'n'], evil.map((text) => [text, -5]))).toBe([
    'Ward,n', `"'=1+1",-5`, `"'+1",-5`, `"'-1+cmd",-5`, `"'@SUM(A1)",-5`, `"'\t=1",-5`, `"'=HYPERLINK(""http://x"",""y"")",-5`, '',
  ].join('\r\n'));
  expect(csvOf(['a'], [['one, two'], ['a "b"'], [null], ['plain']])).toBe('a\r\n"one, two"\r\n"a ""b"""\r\n\r\nplain\r\n');
});

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
    waiting: { x: 0, width: 10 }, working: { x: 10, width: 15 }, idle: { x: 25, width: 25 }, words: 'waiting 20 %, working 30 %, idle 50 %',
  });
});
