import { reviewReasonWords } from '../../../domain/claims/authorizationDecisions';

describe('why a payer does not certify (HCR03, X12 code list 886)', () => {
  test.each([['0F', 'medically necessary'], ['0G', 'level of care'], ['0M', 'not covered'], ['0N', 'before the service'], ['0V', 'medical review'], ['09', 'network']])('%s is said in words', (code, words) => {
    expect(reviewReasonWords(code)).toMatch(new RegExp(`^${code}: .*${words}`));
  });

  // Version 4010 had data element 901 in HCR03: 82 was "not medically necessary", 35 "out of network". In 5010 they mean nothing there.
  test.each(['82', '35', 'E8'])('%s, of another list, is told as it came and explained by nothing', (code) => {
    expect(reviewReasonWords(code)).toBe(`reason ${code}`);
  });
});
