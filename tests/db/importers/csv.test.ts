import { linesOf } from '../../../db/importers/csv/lines';
import { type CsvRecord, RecordReader } from '../../../db/importers/csv/records';
import { Row } from '../../../db/importers/csv/row';

async function recordsOf(...chunks: (string | Buffer)[]): Promise<CsvRecord[]> {
  const reader = new RecordReader();
  const records: CsvRecord[] = [];
  async function* bytes() {
    for (const chunk of chunks) yield Buffer.from(chunk as string);
  }
  for await (const block of linesOf(bytes())) records.push(...reader.next(block));
  return [...records, ...reader.end()];
}

const fields = (records: readonly CsvRecord[]) => records.map((record) => record.problem ?? record.fields);

describe('reading a CSV file', () => {
  it('reads lines however the bytes are cut, CRLF or LF, with or without a last line end', async () => {
    expect(fields(await recordsOf('a,b\r\nc', ',d\n', 'e,', 'f'))).toEqual([['a', 'b'], ['c', 'd'], ['e', 'f']]);
    const [first, second] = [...Buffer.from('é,ü\n')].map((byte) => Buffer.from([byte])).reduce<Buffer[][]>((all, byte) => [[...(all[0] ?? []), byte]], []);
    expect(fields(await recordsOf(...(first ?? []), ...(second ?? [])))).toEqual([['é', 'ü']]);
  });

  it('drops a byte order mark, of UTF-8 and of UTF-16', async () => {
    expect(fields(await recordsOf(Buffer.from('\ufeffId,NAME\n')))).toEqual([['Id', 'NAME']]);
    expect(fields(await recordsOf(Buffer.from('\ufeffId,NAME\r\n1,Zoë\r\n', 'utf16le')))).toEqual([['Id', 'NAME'], ['1', 'Zoë']]);
  });

  it('numbers records by the line they begin on, empty lines counted and left out', async () => {
    expect((await recordsOf('a\n\nb\n"c\nd"\ne\n')).map(({ line, fields: values }) => [line, values])).toEqual([[1, ['a']], [3, ['b']], [4, ['c\nd']], [6, ['e']]]);
  });

  it.each([
    ['quoted fields with commas and doubled quotes', '1,"a, ""b""",2\n', [['1', 'a, "b"', '2']]],
    ['a quote inside an unquoted field, as Synthea writes it', '1,so called "b" thing,2\n', [['1', 'so called "b" thing', '2']]],
    ['a quoted field over two lines', '1,"a\nb",2\n3,4,5\n', [['1', 'a\nb', '2'], ['3', '4', '5']]],
  ])('reads %s', async (_, text, expected) => {
    expect(fields(await recordsOf(text))).toEqual(expected);
  });

  it('lets a stray quote cost its own row and no other', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => (index === 10 ? '10,"oops,x' : `${index},b,c`));
    const records = await recordsOf(`${lines.join('\n')}\n`);
    expect(records).toHaveLength(60);
    expect(records.filter(({ problem }) => problem)).toEqual([{ line: 11, fields: [], problem: 'has a quote that is never closed' }]);
  });

  it('lets a stray quote near the end cost its own row and no other', async () => {
    const records = await recordsOf('1,2\n3,"4\n5,6\n7,8');
    expect(fields(records)).toEqual([['1', '2'], 'has a quote that is never closed', ['5', '6'], ['7', '8']]);
  });

  it('gives a line without end up, and reads on behind it', async () => {
    const long = 'x'.repeat(70_000);
    const records = await recordsOf('a,b\n', long.slice(0, 40_000), long, `${long}\nc,d\n`);
    expect(fields(records)).toEqual([['a', 'b'], 'is longer than 65536 characters', ['c', 'd']]);
  });
});

describe('reading a row', () => {
  const row = (values: Record<string, string>) => new Row(2, new Map(Object.keys(values).map((name, index) => [name, index])), Object.values(values));

  it.each([
    ['2005-06-01T11:59:14Z', '2005-06-01 11:59:14.000'],
    ['2005-06-01', '2005-06-01 00:00:00.000'],
    ['2005-06-01 11:59:14', '2005-06-01 11:59:14.000'],
    ['2005-06-01T23:30:00-05:00', '2005-06-02 04:30:00.000'],
    ['2005-06-01T11:59:14.25Z', '2005-06-01 11:59:14.250'],
  ])('reads the time %s', (text, expected) => {
    expect(row({ START: text }).instant('START')).toBe(expected);
  });

  it.each(['2005-02-30', '2005-13-01', '01/02/2005', '2005-06-01T25:00:00Z', '1066-10-14', '9999-12-31', 'yesterday'])('refuses the date %s', (text) => {
    expect(() => row({ START: text }).instant('START')).toThrow(/START is not a (date that exists|plausible date)/);
  });

  it.each([['129.16', 12916], ['0.00', 0], ['85.5', 8550], ['7', 700], ['1.500', 150]])('reads the amount %s', (text, expected) => {
    expect(row({ COST: text }).cents('COST')).toBe(expected);
  });

  it.each(['1.005', '1e3', '$5', '1,000', 'NaN', ''])('refuses the amount %j', (text) => {
    expect(() => row({ COST: text }).cents('COST')).toThrow(/COST (is missing|is not an amount)/);
  });

  it('refuses a negative amount, a fraction of a thing, and a number that is none', () => {
    expect(() => row({ COST: '-1.00' }).cents('COST')).toThrow('COST is a negative amount');
    expect(() => row({ N: '1.5' }).count('N')).toThrow('N is not a whole number above zero');
    expect(() => row({ N: '0' }).count('N')).toThrow('N is not a whole number above zero');
    expect(() => row({ V: 'Infinity' }).number('V')).toThrow('V is not a number');
    expect(row({ V: '1.2E-4' }).number('V')).toBe(0.00012);
  });

  it('takes what is not there, and "null", for nothing', () => {
    expect(row({ UNITS: 'null' }).text('UNITS')).toBe('');
    expect(row({}).optionalId('PAYER')).toBeNull();
    expect(() => row({ PATIENT: ' ' }).id('PATIENT')).toThrow('PATIENT is missing');
  });

  it('names the field of a byte that is no text, and never what stood there', () => {
    const bad = row({ FIRST: 'Ann', LAST: 'L\ufffdwe' });
    expect(() => bad.check(2)).toThrow('LAST is not UTF-8');
    expect(() => row({ LAST: 'a\u0000b' }).check(1)).toThrow('LAST has a control character');
    expect(() => row({ LAST: 'a' }).check(3)).toThrow('(row) has 1 fields where the header has 3');
  });
});
