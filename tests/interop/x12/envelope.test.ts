import { parseX12 } from '../../../interop/x12';
import { acceptedGroup } from './samples/acknowledgments';
import { professional, visit } from './samples/claims';
import { paid, remittance } from './samples/remittances';
import { altered, placesOf, positionOf, problemsOf, recounted, sound, textOf } from './samples/text';

const claims = textOf(professional(visit));
const small = textOf(acceptedGroup);

describe('envelope', () => {
  test('delimiters come from the ISA segment, whatever they are', () => {
    const other = small.replace(/[*:^~]/g, (one) => ({ '*': '|', ':': '>', '^': '}', '~': '\x1c' })[one] ?? one);
    expect(sound(other)[0]).toEqual({ ...sound(small)[0], delimiters: { element: '|', component: '>', repetition: '}', segment: '\x1c' } });
  });

  test('line breaks between segments do not matter', () => {
    for (const lineBreak of ['\n', '\r\n', '\r\n\r\n']) expect(sound(small.replace(/~/g, `~${lineBreak}`))).toEqual(sound(small));
  });

  test.each<[string, string, string, string[]]>([
    ['SE01 counts segments', 'SE*6*0001', 'SE*7*0001', ['setCount 8 SE01']],
    ['SE02 repeats ST02', 'SE*6*0001', 'SE*6*0002', ['setControlNumber 8 SE02']],
    ['GE01 counts transaction sets', 'GE*1*77', 'GE*2*77', ['groupCount 9 GE01']],
    ['GE02 repeats GS06', 'GE*1*77', 'GE*1*78', ['groupControlNumber 9 GE02']],
    ['IEA01 counts groups', 'IEA*1*', 'IEA*3*', ['interchangeCount 10 IEA01']],
    ['IEA02 repeats ISA13', 'IEA*1*000000905', 'IEA*1*000000906', ['interchangeControlNumber 10 IEA02']],
    ['counts are numbers', 'SE*6*0001', 'SE*six*0001', ['invalidNumber 8 SE01']],
    ['control numbers have nine digits', '*000000905*0*T', '*00000090A*0*T', ['invalidNumber 1 ISA13', 'interchangeControlNumber 10 IEA02']],
    ['usage is test or production', '*0*T*:', '*0*X*:', ['invalidCode 1 ISA15']],
    ['only version 5010', '*00501*', '*00401*', ['invalidCode 1 ISA12']],
    ['dates exist', '*260302*', '*261302*', ['invalidDate 1 ISA09']],
    ['an unknown transaction set', 'ST*999*', 'ST*998*', ['unsupportedSet 3 ST01']],
    ['an unsupported version', 'X*005010X231A1~ST', 'X*004010X231A1~ST', ['unsupportedVersion 3 ST01']],
    ['ST03 agrees with GS08', 'ST*999*0001*005010X231A1', 'ST*999*0001*005010X231', ['unsupportedVersion 3 ST03']],
    ['GS01 announces what comes', 'GS*FA*', 'GS*HC*', ['invalidCode 3 ST01']],
    ['a missing SE', 'SE*6*0001~', '', ['setTrailerMissing 8 GE']],
    ['a missing GE', 'GE*1*77~', '', ['groupTrailerMissing 9 IEA']],
    ['a segment outside a transaction set', 'GE*1*77', 'AK1*HC*1~GE*1*77', ['misplacedEnvelope 9 AK1']],
    ['an empty segment', 'IK5*A~', 'IK5*A~~', ['unknownSegment 7 ', 'setCount 9 SE01']],
  ])('%s', (_rule, from, to, places) => {
    expect(placesOf(altered(small, from, to))).toEqual(places);
  });

  test('without its GS nothing of a group is in place', () => {
    const text = small.slice(0, 106) + small.slice(small.indexOf('ST*'));
    const ids = ['ST', 'AK1', 'AK2', 'IK5', 'AK9', 'SE', 'GE'];
    expect(placesOf(text)).toEqual([...ids.map((id, index) => `misplacedEnvelope ${index + 2} ${id}`), 'interchangeCount 9 IEA01']);
  });

  test('control numbers are used once', () => {
    const set = small.slice(small.indexOf('ST*'), small.indexOf('GE*'));
    const twice = altered(altered(small, set, set + set), 'GE*1*', 'GE*2*');
    expect(placesOf(twice)).toEqual(['duplicateSet 9 ST02']);
    const group = small.slice(small.indexOf('GS*'), small.indexOf('IEA*'));
    expect(placesOf(altered(altered(small, group, group + group), 'IEA*1*', 'IEA*2*'))).toEqual(['duplicateGroup 10 GS06']);
  });

  test('an interchange that is not closed before the next begins', () => {
    const open = small.slice(0, small.indexOf('IEA*'));
    expect(placesOf(open + small)).toEqual(['interchangeTrailerMissing 10 ISA']);
  });

  test('positions count in the file, in the transaction set, and name it', () => {
    const text = altered(claims, 'CLM*CLM1001*150*', 'CLM*CLM1001*15O*');
    const at = positionOf(text, 'CLM*');
    expect(problemsOf(text)).toEqual([expect.objectContaining({
      code: 'invalidNumber', snip: 1, segment: at, setSegment: at - 2, segmentId: 'CLM', element: 2, transaction: '0001', loop: '2300', dataElement: '782',
      message: `segment ${at} (CLM02, loop 2300): the element is not a number of the form required — monetary amount`,
    })]);
  });

  test('one bad transaction set does not hide the next', () => {
    const first = small.slice(small.indexOf('ST*'), small.indexOf('GE*'));
    const second = first.replace(/0001~$/, '0002~').replace('ST*999*0001', 'ST*999*0002').replace('AK9*A', 'AK9*Z');
    const text = altered(altered(small, first, first.replace('AK1*HC', 'AK1*XX') + second), 'GE*1*', 'GE*2*');
    expect(problemsOf(text).map(({ code, transaction }) => [code, transaction])).toEqual([['invalidCode', '0001'], ['invalidCode', '0002']]);
  });

  test('reading stops after too many problems, and says so', () => {
    const text = textOf(remittance(Array.from({ length: 300 }, () => paid))).replace(/CLP\*CLM1001\*1\*/g, 'CLP*CLM1001*99*');
    const problems = problemsOf(text);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.code).toBe('tooManyProblems');
  });

  test('warnings, however many, refuse nothing; the list of them ends', () => {
    const line = 'DTP*471*D8*20260101~';
    const text = recounted(textOf(professional(...Array.from({ length: 250 }, () => visit))).replace(/DTP\*472/g, `${line}DTP*472`));
    const result = parseX12(text);
    expect(result.ok && result.warnings).toHaveLength(201);
    expect(result.ok && result.warnings.at(-1)?.code).toBe('moreWarnings');
  });
});
