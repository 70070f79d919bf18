import { writeCsv } from '../../../domain/documents/csv';

test('what a spreadsheet would run as a formula is text led by an apostrophe; numbers stay numbers', () => {
  const evil = ['=1+1', '+1', '-1+cmd', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")', '＝1+1'];
  expect(writeCsv([['Ward', 'n'], ...evil.map((text) => [text, -5])])).toBe(["Ward,n", "'=1+1,-5", "'+1,-5", "'-1+cmd,-5", "'@SUM(A1),-5", "'\t=1,-5", `"'=HYPERLINK(""http://x"",""y"")",-5`, "'＝1+1,-5", ''].join('\r\n'));
});

test('commas, quotes and line ends are quoted, nothing else is', () => {
  expect(writeCsv([['a,b', 'he said "no"', 'two\nlines', '', 'plain', 0.5, 7, null]])).toBe(`"a,b","he said ""no""","two\nlines",,plain,0.5,7,\r\n`);
});
