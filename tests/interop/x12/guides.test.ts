import { compileGuide } from '../../../interop/x12/grammar/compile';
import { parseX12 } from '../../../interop/x12';
import { authorizationRequest, authorizationResponse, dependentRequest } from './samples/authorizations';
import { busyVisit, institutional, professional, stay, visit } from './samples/claims';
import { paid, remittance } from './samples/remittances';
import { altered, placesOf, positionOf, problemsOf, recounted, textOf } from './samples/text';

const claims = textOf(professional(visit));
const busy = textOf(professional(busyVisit));
const stays = textOf(institutional(stay));
const remit = textOf(remittance([paid]));
const request = textOf(authorizationRequest);
const answer = textOf(authorizationResponse);
const at = (text: string, start: string) => positionOf(text, start);

describe('what the guides demand', () => {
  test.each<[string, string, string, string, string]>([
    ['a required element', claims, 'CLM*CLM1001*150*', 'CLM**150*', `missingElement ${at(claims, 'CLM')} CLM01`],
    ['a required component', claims, '22:B:1', '22:B', `missingElement ${at(claims, 'CLM')} CLM05-3`],
    ['a code', claims, '22:B:1', '22:B:3', `invalidCode ${at(claims, 'CLM')} CLM05-3`],
    ['a code of a set', claims, '22:B:1', '00:B:1', `invalidCode ${at(claims, 'CLM')} CLM05-1`],
    ['a date that exists', claims, 'D8*20260210', 'D8*20260230', `invalidDate ${at(claims, 'DTP*472')} DTP03`],
    ['a period in order', busy, '20260210-20260212', '20260212-20260210', `invalidDate ${at(busy, 'DTP*472*RD8')} DTP03`],
    ['a time that exists', stays, 'TM*1130', 'TM*2530', `invalidTime ${at(stays, 'DTP*096')} DTP03`],
    ['whole cents', claims, 'CLM1001*150*', 'CLM1001*150.005*', `invalidNumber ${at(claims, 'CLM')} CLM02`],
    ['an amount a number can hold', claims, 'CLM1001*150*', 'CLM1001*12345678901234.5*', `invalidNumber ${at(claims, 'CLM')} CLM02`],
    ['a shortest length', claims, 'HC:99213', 'HC:99213:2', `elementTooShort ${at(claims, 'SV1')} SV101-3`],
    ['a longest length', claims, 'HI*ABK:J069', `HI*ABK:${'J'.repeat(31)}`, `elementTooLong ${at(claims, 'HI')} HI01-2`],
    ['no more elements than there are', claims, 'LX*1~', 'LX*1*2~', `tooManyElements ${at(claims, 'LX')} LX02`],
    ['no more components than there are', claims, '22:B:1', '22:B:1:9', `tooManyComponents ${at(claims, 'CLM')} CLM05-4`],
    ['elements in pairs', claims, '*MI*W123456789', '*MI', `conditionalElement ${at(claims, 'NM1*IL')} NM109`],
    ['a qualifier the loop knows', claims, 'REF*6R*', 'REF*XX*', `invalidCode ${at(claims, 'REF*6R')} REF01`],
    ['a required segment', claims, 'HI*ABK:J069~', '', `missingSegment ${at(claims, 'NM1*82') - 1} NM1`],
    ['a required loop', claims, 'NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*60054~', '', `missingLoop ${at(claims, 'CLM') - 1} CLM`],
    ['a segment as often as allowed', claims, 'DMG*D8*19800517*F~', 'DMG*D8*19800517*F~DMG*D8*19800517*F~', `tooManySegments ${at(claims, 'DMG') + 1} DMG`],
    ['a loop as often as allowed', claims, 'NM1*82*', 'NM1*82*1*Two*An****XX*1033172105~NM1*82*', `tooManyLoops ${at(claims, 'NM1*82') + 1} NM1`],
    ['the order of segments', claims, 'HI*ABK:J069~', 'HI*ABK:J069~DTP*431*D8*20260101~', `unexpectedSegment ${at(claims, 'HI') + 1} DTP`],
    ['segments it knows', claims, 'LX*1~', 'LX*1~ZZZ*1~', `unknownSegment ${at(claims, 'LX') + 1} ZZZ`],
    ['HL numbers from 1', claims, 'HL*2*1*22*0', 'HL*3*1*22*0', `hierarchy ${at(claims, 'HL*2')} HL01`],
    ['HL parents', claims, 'HL*2*1*22*0', 'HL*2*2*22*0', `hierarchy ${at(claims, 'HL*2')} HL02`],
    ['HL children announced', claims, 'HL*2*1*22*0', 'HL*2*1*22*1', `hierarchyChild ${at(claims, 'HL*2')} HL04`],
    ['HL children announced the other way', busy, 'HL*2*1*22*1', 'HL*2*1*22*0', `hierarchyChild ${at(busy, 'HL*2')} HL04`],
    ['adjustment triplets', remit, 'CAS*CO*45*40', 'CAS*CO*45*40**23', `conditionalElement ${at(remit, 'CAS')} CAS06`],
    ['the kind of review', request, 'UM*AR*', 'UM*XX*', `invalidCode ${at(request, 'UM*AR')} UM01`],
    ['a decision the guide knows', answer, 'HCR*A2*', 'HCR*A9*', `invalidCode ${at(answer, 'HCR*A2')} HCR01`],
    ['no decision in a request', request, 'UM*AR*', 'HCR*A1*1~UM*AR*', `unexpectedSegment ${at(request, 'UM*AR')} HCR`],
    ['a review in its place', answer, 'HL*5*4*SS*0', 'HL*5*3*SS*0', `hierarchy ${at(answer, 'HL*5')} HL02`],
    ['a request or an answer', answer, 'BHT*0007*11*', 'BHT*0007*12*', `invalidCode ${at(answer, 'BHT')} BHT02`],
    ['dollars', remit, 'REF*EV*', 'CUR*PR*CAD~REF*EV*', `invalidCode ${at(remit, 'REF*EV')} CUR02`],
  ])('%s', (_rule, text, from, to, place) => {
    expect(placesOf(altered(text, from, to))).toContain(place);
  });

  test('no request without a patient event', () => {
    const cut = recounted(request.slice(0, request.indexOf('HL*4*')) + request.slice(request.indexOf('SE*')));
    expect(placesOf(cut)).toContain(`missingLoop ${at(request, 'HL*3*')} HL`);
  });

  test('the event of a dependent stands below the dependent', () => {
    const text = textOf(dependentRequest);
    expect(text).toContain('HL*4*3*23*1~NM1*QC*1*Morales*Leo');
    expect(text).toContain('HL*5*4*EV*1~');
    expect(placesOf(altered(text, 'HL*5*4*EV*1', 'HL*5*3*EV*1'))).toEqual([`hierarchy ${at(text, 'HL*5')} HL02`]);
  });

  test('references, dates and notes come in any order', () => {
    const [first, second] = ['REF*G1*PA-778~', 'REF*EA*MRN0042~'];
    const swapped = altered(altered(altered(busy, first, '#'), second, first), '#', second);
    expect(parseX12(swapped)).toEqual(parseX12(busy));
  });

  test('what the guide allows and the model has no place for is told as a warning', () => {
    const text = recounted(altered(busy, 'HI*ABK:', 'CR2********A**SPINE~HI*ABK:'));
    const result = parseX12(text);
    expect(result).toMatchObject({ ok: true, warnings: [{ code: 'notCarried', segmentId: 'CR2', loop: '2300', severity: 'warning' }] });
  });

  test('a payer without technical contact is forgiven, with a warning', () => {
    const text = recounted(altered(remit, 'PER*BL*EDI SUPPORT*TE*8005550101*EM*edi@example.com~', ''));
    expect(parseX12(text)).toMatchObject({ ok: true, warnings: [{ code: 'omittedSegment' }] });
  });

  test('every mistake is found, not only the first', () => {
    const text = altered(altered(altered(claims, '22:B:1', '22:B:3'), 'D8*20260210', 'D8*20260230'), 'IEA*1*', 'IEA*2*');
    expect(problemsOf(text).map(({ code }) => code)).toEqual(['invalidCode', 'invalidDate', 'interchangeCount']);
  });
});

describe('a guide that is wrong is refused at load', () => {
  test.each([
    ['an unknown segment', 'ZZZ 1 01!'],
    ['an element that does not exist', 'LX 1 02!'],
    ['a component that does not exist', 'PLB 1 03!(3!)'],
    ['components of what is none', 'LX 1 01!(1!)'],
    ['a composite without components', 'PLB 1 03!'],
    ['an unknown code set', 'LX 1 01!=$nothing'],
    ['no occurrence', 'LX 01!'],
    ['nonsense for an element', 'LX 1 x1!'],
    ['indentation that leads nowhere', 'LX 1 01!\n    LX 1 01!'],
  ])('%s', (_what, guide) => {
    expect(() => compileGuide('test', guide)).toThrow();
  });
});
