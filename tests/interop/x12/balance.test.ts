import { busyVisit, institutional, professional, replacementVisit, secondaryOutpatient, secondaryStay, secondaryVisit, visit } from './samples/claims';
import { carriedForward, denied, drgStay, noPayment, paid, remittance, reversal, takenBack } from './samples/remittances';
import { altered, placesOf, positionOf, problemsOf, recounted, sound, textOf } from './samples/text';
import { parseX12, singleGroup, writeX12 } from '../../../interop/x12';
import { addressing } from './samples/parties';

const text = textOf(remittance([paid, denied, drgStay, reversal], takenBack));
const at = (start: string, of = text) => positionOf(of, start);

describe('an 835 balances (005010X221A1, 1.10.2)', () => {
  test('line: charge less adjustments is paid', () => {
    expect(placesOf(altered(text, 'SVC*HC:99213:25*150*80*', 'SVC*HC:99213:25*150*80.01*'))).toEqual([`lineUnbalanced ${at('SVC*HC:99213:25')} SVC03`]);
  });

  test('claim: charge less adjustments of claim and lines is paid', () => {
    expect(placesOf(altered(text, 'CAS*CO*45*40~', 'CAS*CO*45*41~')).sort()).toEqual([`claimUnbalanced ${at('CLP*CLM1001')} CLP04`, `lineUnbalanced ${at('SVC*HC:99213:25')} SVC03`].sort());
    expect(placesOf(altered(text, 'CAS*OA*23*8000*3', 'CAS*OA*23*8000.01*3'))).toEqual([`claimUnbalanced ${at('CLP*INP1')} CLP04`]);
  });

  test('remittance: claim payments less provider adjustments are the payment', () => {
    expect(placesOf(altered(text, 'PLB*1234567893*20261231*WO:2025120000001*35*', 'PLB*1234567893*20261231*WO:2025120000001*36*'))).toEqual([`remittanceUnbalanced ${at('BPR')} BPR02`]);
    expect(placesOf(altered(text, 'BPR*I*', 'BPR*I*1'))).toEqual([`remittanceUnbalanced ${at('BPR')} BPR02`]);
    expect(problemsOf(altered(text, 'BPR*I*', 'BPR*I*1'))[0]?.message).toMatch(/\d+\.\d\d expected, \d+\.\d\d stated/);
  });

  test('no digit of an amount that counts can change unnoticed', () => {
    const counted: Record<string, number[]> = { BPR: [2], CLP: [3, 4], CAS: [3, 6, 9], SVC: [2, 3], PLB: [4, 6, 8] };
    const segments = text.split('~').map((segment) => segment.split('*'));
    let tried = 0;
    for (const [index, elements] of segments.entries()) {
      for (const element of counted[elements[0] ?? ''] ?? []) {
        const amount = elements[element] ?? '';
        for (let digit = 0; digit < amount.length; digit += 1) {
          if (!/\d/.test(amount[digit] ?? '')) continue;
          const changed = amount.slice(0, digit) + String((Number(amount[digit]) + 1) % 10) + amount.slice(digit + 1);
          const other = segments.map((one, at) => (at === index ? one.map((each, position) => (position === element ? changed : each)) : one).join('*')).join('~');
          expect(placesOf(other).join()).toMatch(/Unbalanced/);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(60);
  });

  test('a payment of nothing, with the balance carried forward', () => {
    const [interchange] = sound(textOf(remittance([reversal], carriedForward, noPayment)));
    expect(interchange?.groups[0]?.transactions[0]).toMatchObject({ payment: { amountCents: 0, handling: 'H', method: 'NON' }, providerAdjustments: [{ reason: 'FB', cents: -8000 }] });
  });

  test('lines that do not add up to the claim are a warning, for payers may leave lines out', () => {
    const line = 'SVC*HC:99213:25*150*80**1~DTM*472*20260210~CAS*CO*45*40~CAS*PR*1*10**2*20~REF*6R*CLM1001L1~AMT*B6*110~LQ*HE*N130~';
    const shorter = altered(altered(text, line, ''), 'CLP*CLM1001*1*250*155.5*30*12*2026041000123*22*1~', 'CLP*CLM1001*1*250*155.5*30*12*2026041000123*22*1~CAS*CO*45*70~');
    expect(parseX12(recounted(shorter))).toMatchObject({ ok: true, warnings: [{ code: 'claimLinesDiffer' }] });
  });

  test('an 835 that does not balance is not written either', () => {
    const whole = remittance([paid]);
    const result = writeX12(singleGroup(addressing, [{ ...whole, payment: { ...whole.payment, amountCents: whole.payment.amountCents + 1 } }]));
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'remittanceUnbalanced' }] });
  });
});

describe('an 837 holds together', () => {
  const claims = textOf(professional(visit));
  const secondary = textOf(professional(secondaryVisit));

  test('the lines add up to the claim', () => {
    expect(placesOf(altered(claims, 'SV1*HC:99213*150*', 'SV1*HC:99213*149.99*'))).toEqual([`claimTotal ${at('CLM', claims)} CLM02`]);
  });

  test('lines point to diagnoses the claim has', () => {
    expect(placesOf(altered(claims, '*UN*1***1~', '*UN*1***1:2~'))).toEqual([`diagnosisPointer ${at('SV1', claims)} SV107-2`]);
  });

  test('a replacement or void names the claim it replaces', () => {
    const replacement = textOf(professional(replacementVisit));
    const text = recounted(altered(replacement, 'REF*F8*2026041000123~', ''));
    expect(placesOf(text)).toEqual([`missingOriginalReference ${at('CLM', text)} CLM05-3`]);
  });

  test('codes are of one revision and without point', () => {
    const busy = textOf(professional(busyVisit));
    expect(placesOf(altered(busy, 'ABF:E119', 'BF:25000'))).toEqual([`mixedCodeVersions ${at('HI', busy)} HI03-1`]);
    expect(placesOf(altered(busy, 'ABF:E119', 'ABF:E11.9'))).toEqual([`codeWithPoint ${at('HI', busy)} HI03-2`]);
  });

  test('line numbers are used once', () => {
    const busy = textOf(professional(busyVisit));
    expect(placesOf(altered(busy, 'LX*2~', 'LX*1~'))).toEqual([`duplicateLine ${at('LX*2', busy)} LX01`]);
    expect(placesOf(altered(busy, 'REF*6R*CLM1002L2', 'REF*6R*CLM1002L1'))).toEqual([`duplicateLine ${at('REF*6R*CLM1002L2', busy)} REF02`]);
  });

  test('what another payer decided balances, by line and claim', () => {
    expect(placesOf(altered(secondary, 'SVD*00590*80*', 'SVD*00590*81*'))).toEqual([`otherPayerUnbalanced ${at('SVD', secondary)} SVD02`]);
    expect(placesOf(altered(secondary, 'AMT*D*80', 'AMT*D*81'))).toEqual([`otherPayerUnbalanced ${at('AMT*D', secondary)} AMT02`]);
    const stays = textOf(institutional(secondaryStay, secondaryOutpatient));
    expect(placesOf(altered(stays, 'CAS*CO*45*1066.66', 'CAS*CO*45*1066.67'))).toEqual([`otherPayerUnbalanced ${at('AMT*D', stays)} AMT02`]);
  });

  test('who the patient is, is said once', () => {
    expect(placesOf(altered(claims, 'SBR*P*18*', 'SBR*P**'))).toEqual([`patientLevel ${at('SBR', claims)} SBR02`]);
    const dependent = textOf(professional(busyVisit));
    expect(placesOf(altered(dependent, 'SBR*P**', 'SBR*P*18*'))).toEqual([`patientLevel ${at('SBR', dependent)} SBR02`]);
  });

  test('a line names only payers the claim has', () => {
    expect(placesOf(altered(secondary, 'SVD*00590*', 'SVD*00591*'))).toContain(`unknownOtherPayer ${at('SVD', secondary)} SVD01`);
  });
});
