import { DENIALS } from '../../../domain/adjudication/denials';
import { fees, given, line, met, run, type Given } from './support';
import { adjudicate } from '../../../domain/adjudication';

describe('the explanation a billing clerk reads', () => {
  test('a visit: price, share, bottom line, where the member stands', () => {
    expect(run({
      plan: { ...fees({ '99213': 11_000 }), copayCents: 3_000, copayBypassesDeductible: true, deductible: { individualCents: 100_000, familyCents: 200_000 } },
      claim: { lines: [line(1, '99213', 15_000, { visit: true })] },
    }).explanation).toEqual([
      'Line 1: 99213 has a fee of $110.00 against a charge of $150.00; the $40.00 above it is written off by contract (CO-45).',
      'Line 1: the patient owes $30.00 copay (PR-3), a visit skipping deductible and coinsurance; the plan pays $80.00.',
      'Of $150.00 charged the plan pays $80.00 and the patient owes $30.00.',
      'For 2026 the member has now met $0.00 of the $1,000.00 deductible (family $0.00 of $2,000.00).',
    ]);
  });

  test('the out-of-pocket maximum says what it spares the patient', () => {
    expect(run({ plan: { coinsuranceRate: 0.2, outOfPocketMax: { individualCents: 600_000 } }, member: { accumulators: met('2026', 0, 110_000) }, claim: { lines: [line(1, '27447', 5_000_000)] } }).explanation).toContain(
      'Line 1: the patient owes $4,900.00 coinsurance (PR-2); the out-of-pocket maximum spares the patient $5,100.00; the plan pays $45,100.00.',
    );
  });

  test('secondary: what the primary left, what the plan would have paid, what it pays', () => {
    expect(run({ plan: { coordinationOfBenefits: 'non-duplication' }, claim: { otherPayer: { paidCents: 7_000, adjustments: [{ group: 'PR', reason: '2', cents: 3_000 }] } } }).explanation.slice(0, 2)).toEqual([
      'The primary payer paid $70.00 and left $30.00 to the patient; all it settled is OA-23.',
      'As primary this plan would have paid $100.00; behind another payer it pays its own benefit less the primary’s $70.00, and no more than what was left: $30.00.',
    ]);
  });

  const original = given({});
  const denied: readonly (readonly [keyof typeof DENIALS, Given])[] = [
    ['memberNotFound', { member: { found: false } }],
    ['originalNotFound', { claim: { frequency: '7', originalNumber: 'C0' } }],
    ['exactDuplicate', { history: [{ claim: original.claim, result: adjudicate(original) }] }],
    ['beforeCoverage', { member: { coverage: [{ from: '2027-01-01' }] } }],
    ['afterCoverage', { member: { coverage: [] } }],
    ['otherPayerFirst', { member: { otherPrimary: true } }],
    ['filedLate', { receivedOn: '2026-12-31' }],
    ['noDiagnosis', { claim: { diagnoses: [] } }],
    ['noProcedure', { claim: { lines: [line(4, null, 100)] } }],
    ['noDrg', { plan: { pricing: { basis: 'drg', lesserOf: false } }, claim: { type: 'institutional', drg: '470' } }],
  ];
  test.each(denied)('%s: the reason, its codes and what to do next', (name, what) => {
    const { explanation } = run(what);
    const { group, reason, remark } = DENIALS[name];
    expect(explanation).toHaveLength(1);
    expect(explanation[0]).toContain(remark === null ? `${group}-${reason})` : `${group}-${reason}, ${remark})`);
    expect(explanation[0]?.split(/\. (?=[A-Z])/).length).toBe(2); // the reason, then the advice
  });
  test('every denial is covered above', () => expect(denied.map(([name]) => name).sort()).toEqual(Object.keys(DENIALS).sort()));
});
