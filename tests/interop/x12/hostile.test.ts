import fc from 'fast-check';
import { InterchangeReader, parseX12, type X12Event } from '../../../interop/x12';
import { claimAcknowledgment, rejectedGroup } from './samples/acknowledgments';
import { busyVisit, institutional, professional, secondaryVisit, stay } from './samples/claims';
import { authorizationRequest, authorizationResponse } from './samples/authorizations';
import { eligibilityInquiry, eligibilityResponse, statusInquiry, statusResponse } from './samples/inquiries';
import { denied, drgStay, paid, remittance, takenBack } from './samples/remittances';
import { altered, placesOf, problemsOf, textOf } from './samples/text';

const remit = textOf(remittance([paid, denied, drgStay], takenBack));
const TEXTS = [remit, textOf(professional(busyVisit, secondaryVisit)), textOf(institutional(stay)), textOf(rejectedGroup), textOf(claimAcknowledgment), textOf(statusResponse), textOf(statusInquiry), textOf(eligibilityInquiry), textOf(eligibilityResponse), textOf(authorizationRequest), textOf(authorizationResponse)];

/** Everything the reader says when the text comes in pieces of this size. */
function inPieces(text: string, size: number): X12Event[] {
  const reader = new InterchangeReader();
  const events: X12Event[] = [];
  for (let at = 0; at < text.length; at += size) events.push(...reader.push(text.slice(at, at + size)));
  return [...events, ...reader.end()];
}

describe('hostile input', () => {
  test('how the text is cut into chunks makes no difference', () => {
    for (const text of TEXTS) {
      const whole = inPieces(text, text.length);
      for (const size of [1, 7, 106, 1000]) expect(inPieces(text, size)).toEqual(whole);
    }
  });

  test('no truncated file is accepted, wherever it ends', () => {
    for (const text of TEXTS) {
      const step = Math.max(1, Math.floor(text.length / 120));
      for (let length = 0; length < text.length; length += step) {
        const result = parseX12(text.slice(0, length));
        expect(result.ok).toBe(false);
        if (!result.ok) expect(result.problems.every(({ segment }) => segment >= 1)).toBe(true);
      }
    }
  });

  test('a truncated file says after which segment, and what is missing', () => {
    const cut = remit.slice(0, remit.indexOf('CAS*'));
    const [problem] = problemsOf(cut).filter(({ code }) => code === 'truncated');
    expect(problem).toMatchObject({ segmentId: 'DTM', segment: cut.split('~').length - 1 });
    expect(problem?.message).toContain('SE, GE, IEA missing');
    expect(placesOf(`${cut}CAS*CO*4`)[0]).toBe(`truncated ${cut.split('~').length} CAS`);
  });

  test('no changed, dropped or inserted character makes the reader throw: the text is whole or refused with places', () => {
    fc.assert(fc.property(fc.constantFrom(...TEXTS), fc.nat(), fc.constantFrom('*', ':', '~', '^', '\n', '\0', 'é', '0', 'Z', ''), fc.boolean(), (text, place, put, keep) => {
      const at = place % text.length;
      const result = parseX12(text.slice(0, at) + put + text.slice(keep ? at : at + 1));
      if (!result.ok) return result.problems.length > 0 && result.problems.every(({ segment, message }) => segment >= 1 && message !== '');
      return result.interchanges.length === 1;
    }), { numRuns: 500 });
  });

  test('any text at all is refused, not thrown at', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => !parseX12(text).ok), { numRuns: 300 });
    fc.assert(fc.property(fc.array(fc.constantFrom('ISA', 'GS', 'ST', 'SE', 'GE', 'IEA', 'CLP', 'SVC', 'HL', '*', '~', '1', '0001', ':', '\n'), { maxLength: 80 }), (parts) => !parseX12(remit.slice(0, 106) + parts.join('')).ok), { numRuns: 300 });
  });

  test.each<[string, string, string]>([
    ['an empty file', '', 'notAnInterchange 1 ISA'],
    ['only line breaks', '\r\n\n', 'notAnInterchange 1 ISA'],
    ['another format', '{"resourceType":"Claim"}', 'notAnInterchange 1 ISA'],
    ['a byte order mark', `\u00ef\u00bb\u00bf${remit}`, 'notAnInterchange 1 ISA'],
    ['UTF-16', [...remit].join('\0'), 'notAnInterchange 1 ISA'],
    ['an ISA cut short', remit.slice(0, 60), 'truncated 1 ISA'],
    ['an ISA without its padding', remit.replace('CAREWAY        *', 'CAREWAY*'), 'brokenHeader 1 ISA06'],
    ['a letter as segment terminator', remit.replace(':~', ':Q'), 'invalidDelimiters 1 ISA'],
    ['one character for two delimiters', altered(remit, '*^*00501', '*:*00501'), 'invalidDelimiters 1 ISA'],
    ['another segment terminator than declared', altered(remit, '*:~', '*:|'), 'truncated 2 GS'],
    ['text after the end', `${remit}Kind regards`, `dataAfterInterchange ${remit.split('~').length} ISA`],
    ['a national letter', altered(remit, 'Morales', 'Mor\u00e1les'), `invalidCharacter ${remit.slice(0, remit.indexOf('Morales')).split('~').length} NM103`],
    ['a tab', altered(remit, 'CLAIMS DESK', 'CLAIMS\tDESK'), `invalidCharacter ${remit.slice(0, remit.indexOf('CLAIMS DESK')).split('~').length} PER02`],
  ])('%s', (_what, text, place) => {
    expect(placesOf(text)[0]).toBe(place);
  });

  test('an absurdly long element is refused where it stands, without reading it all', () => {
    const at = remit.slice(0, remit.indexOf('CLAIMS DESK')).split('~').length;
    expect(placesOf(altered(remit, 'CLAIMS DESK', 'X'.repeat(61)))).toEqual([`elementTooLong ${at} PER02`]);
    expect(placesOf(altered(remit, 'CLAIMS DESK', 'X'.repeat(5_000_000)))[0]).toBe(`segmentTooLong ${at} PER02`);
    const reader = new InterchangeReader();
    const events = [...reader.push(remit.slice(0, 106)), ...Array.from({ length: 1000 }, () => reader.push('Y'.repeat(1000))).flat(), ...reader.end()];
    expect(events.filter(({ kind }) => kind === 'problem').map((event) => event.kind === 'problem' && event.problem.code)[0]).toBe('segmentTooLong');
  });

  test('component and repetition separators inside plain data are not data', () => {
    const at = remit.slice(0, remit.indexOf('CLAIMS DESK')).split('~').length;
    expect(placesOf(altered(remit, 'CLAIMS DESK', 'CLAIMS:DESK'))).toEqual([`tooManyComponents ${at} PER02`]);
    expect(placesOf(altered(remit, 'CLAIMS DESK', 'CLAIMS^DESK'))).toEqual([`tooManyRepetitions ${at} PER02`]);
  });

  test('messages tell positions, not what stands there', () => {
    for (const from of ['Morales', 'W123456789', '2026041000123']) {
      const text = altered(remit, from, `${from}\u00fc`);
      expect(problemsOf(text).map(({ message }) => message).join()).not.toContain(from);
    }
  });
});
