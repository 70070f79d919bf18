import { type ClaimLine } from '../../../domain/claims/claimLine';
import { addDays } from '../../../domain/calendar/zone';
import { filingLimit, scrubClaim, type ScrubClaim } from '../../../domain/claims/scrub';
import { STUCK_CAUSES } from '../../../domain/claims/causes';

const line = (more: Partial<ClaimLine> = {}): ClaimLine => ({
  number: 1, procedure: '99223', revenueCode: '0120', modifiers: [], units: 1, chargeCents: 10_000, serviceDate: '2026-03-02', ...more,
});
const claim = (more: Partial<ScrubClaim> = {}): ScrubClaim => ({
  type: 'institutional', frequency: '1', payerClaimNumber: null, chargeCents: 10_000, serviceFrom: '2026-03-01', serviceThrough: '2026-03-04', drg: '291',
  authorizationNumber: null, memberNumber: 'W123456789', diagnoses: ['I50.9'], lines: [line()],
  patient: { family: 'Baker', birthDate: '1950-01-31' }, provider: { npi: '1234567893', taxId: '123456789', hasAddress: true },
  coverage: [{ from: '2026-01-01', to: null }], firstSentOn: null, plan: { pricing: { basis: 'drg' }, timelyFilingDays: 90 }, ...more,
});
const TODAY = '2026-03-10';
const HOSPITAL = { npi: '1234567893', taxId: '123456789', hasAddress: true };

/** Incomplete claims leave the house (openemr PR#1994): each row is one that must not. */
describe('what a claim needs before it may leave the house', () => {
  test('a complete institutional and a complete professional claim pass', () => {
    expect(scrubClaim(claim(), TODAY)).toEqual({ problems: [], warnings: [] });
    expect(scrubClaim(claim({ type: 'professional', drg: null, lines: [line({ revenueCode: null })] }), TODAY)).toEqual({ problems: [], warnings: [] });
  });

  type Case = readonly [what: string, claim: ScrubClaim, cause: string, field: string];
  const cases: readonly Case[] = [
    ['no member number', claim({ memberNumber: null }), 'no-member', 'memberNumber'],
    ['a malformed member number', claim({ memberNumber: 'W 1*2' }), 'no-member', 'memberNumber'],
    ['no patient name', claim({ patient: { family: null, birthDate: '1950-01-31' } }), 'no-patient-data', 'patient'],
    ['no birth date', claim({ patient: { family: 'Baker', birthDate: null } }), 'no-patient-data', 'patient'],
    ['no provider', claim({ provider: null }), 'no-provider', 'provider'],
    ['a short NPI', claim({ provider: { ...HOSPITAL, npi: '123456789' } }), 'no-provider', 'provider'],
    ['no tax ID', claim({ provider: { ...HOSPITAL, taxId: null } }), 'no-provider', 'provider'],
    ['no address', claim({ provider: { ...HOSPITAL, hasAddress: false } }), 'no-provider', 'provider'],
    ['no diagnosis', claim({ diagnoses: [] }), 'no-diagnosis', 'diagnoses'],
    ['a diagnosis that is no ICD-10-CM code', claim({ diagnoses: ['I50.9', '4280'] }), 'bad-diagnosis', 'diagnoses[1]'],
    ['a diagnosis twice', claim({ diagnoses: ['I50.9', 'E11.9', 'I50.9'] }), 'bad-diagnosis', 'diagnoses[2]'],
    ['an end before the beginning', claim({ serviceFrom: '2026-03-04', serviceThrough: '2026-03-01', lines: [] }), 'bad-dates', 'serviceThrough'],
    ['a date that does not exist', claim({ serviceFrom: '2026-02-30', lines: [line()] }), 'bad-dates', 'serviceThrough'],
    ['an end in the future', claim({ serviceThrough: '2026-03-11' }), 'bad-dates', 'serviceThrough'],
    ['a line before the stay', claim({ lines: [line({ serviceDate: '2026-02-28' })] }), 'bad-dates', 'lines[1].serviceDate'],
    ['a line after the stay', claim({ lines: [line({ serviceDate: '2026-03-05' })] }), 'bad-dates', 'lines[1].serviceDate'],
    ['no lines', claim({ lines: [], chargeCents: 0 }), 'no-lines', 'lines'],
    ['an institutional line without revenue code', claim({ lines: [line({ revenueCode: null })] }), 'uncoded-charge', 'lines[1]'],
    ['a professional line without procedure', claim({ type: 'professional', lines: [line({ procedure: null })] }), 'uncoded-charge', 'lines[1]'],
    ['a procedure that is no HCPCS code', claim({ lines: [line({ procedure: '9922' })] }), 'uncoded-charge', 'lines[1].procedure'],
    ['a malformed modifier', claim({ lines: [line({ modifiers: ['259'] })] }), 'uncoded-charge', 'lines[1].modifiers'],
    ['five modifiers', claim({ lines: [line({ modifiers: ['25', '59', 'LT', 'RT', 'GC'] })] }), 'uncoded-charge', 'lines[1].modifiers'],
    ['no units', claim({ lines: [line({ units: 0 })] }), 'bad-amounts', 'lines[1]'],
    ['a negative charge', claim({ chargeCents: -1, lines: [line({ chargeCents: -1 })] }), 'bad-amounts', 'lines[1]'],
    ['lines that do not add up', claim({ chargeCents: 10_001 }), 'bad-amounts', 'chargeCents'],
    ['a replacement that does not name the payer’s number (ottehr#9656)', claim({ frequency: '7' }), 'no-payer-claim-number', 'payerClaimNumber'],
    ['a void that does not', claim({ frequency: '8' }), 'no-payer-claim-number', 'payerClaimNumber'],
    ['a stay without DRG under a DRG plan', claim({ drg: null }), 'no-drg', 'drg'],
    ['the day after the filing limit', claim({ serviceFrom: '2025-12-09', serviceThrough: '2025-12-09', coverage: [{ from: '2025-01-01', to: null }], lines: [line({ serviceDate: '2025-12-09' })] }), 'filing-limit', 'serviceThrough'],
  ];
  test.each(cases)('kept back: %s', (_what, what, cause, field) => {
    const { problems } = scrubClaim(what, TODAY);
    expect(problems).toContainEqual({ cause, field, message: expect.stringMatching(/\.$/) as string });
    for (const problem of problems) expect(STUCK_CAUSES[problem.cause]).toMatchObject({ kind: 'incomplete', fix: expect.stringMatching(/\.$/) as string });
  });

  test('each of the single faults is the only one named', () => {
    for (const [, what, cause] of cases.filter(([, { lines }]) => lines.length === 1)) {
      expect([...new Set(scrubClaim(what, TODAY).problems.map((problem) => problem.cause))]).toEqual([cause]);
    }
  });

  test('past the filing limit: a replacement goes, and an original first sent in time; each with a word about it', () => {
    const late = claim({ serviceFrom: '2025-12-01', serviceThrough: '2025-12-01', coverage: [{ from: '2025-01-01', to: null }], lines: [line({ serviceDate: '2025-12-01' })] });
    for (const one of [{ ...late, frequency: '7' as const, payerClaimNumber: 'ICN-1' }, { ...late, firstSentOn: '2026-03-01' }]) {
      expect(scrubClaim(one, TODAY)).toEqual({ problems: [], warnings: ['The filing limit was 2026-03-01: keep the proof of timely filing ready.'] });
    }
    expect(scrubClaim({ ...late, firstSentOn: '2026-03-02' }, TODAY).problems.map(({ cause }) => cause)).toEqual(['filing-limit']);
  });

  test('allowed: a replacement with the payer’s number, no DRG under another plan, the last day of the filing limit, no limit at all', () => {
    const clean = (what: ScrubClaim, today = TODAY): void => expect(scrubClaim(what, today).problems).toEqual([]);
    clean(claim({ frequency: '7', payerClaimNumber: '2026061000123' }));
    clean(claim({ drg: null, plan: { pricing: { basis: 'fee-schedule' } } }));
    clean(claim(), '2026-06-02'); // 4 March + 90 days
    clean(claim({ plan: { pricing: { basis: 'drg' } } }), '2036-01-01');
  });

  test('likely to come back, but not kept: no authorisation, coverage that ends during the stay', () => {
    const { problems, warnings } = scrubClaim(claim({ plan: { pricing: { basis: 'drg' }, priorAuthorizationRequired: ['99223'] }, coverage: [{ from: '2026-01-01', to: '2026-03-03' }] }), TODAY);
    expect(problems).toEqual([]);
    expect(warnings).toEqual(['The plan asks for an authorisation for 99223.', 'The coverage on file does not hold on every day of the stay.']);
    expect(scrubClaim(claim({ authorizationNumber: 'A1', plan: { pricing: { basis: 'drg' }, priorAuthorizationRequired: ['99223'] } }), TODAY).warnings).toEqual([]);
  });
});

test.each([['2026-03-04', 90, '2026-06-02'], ['2028-02-01', 29, '2028-03-01'], ['2026-12-31', 1, '2027-01-01'], ['2026-03-04', 0, '2026-03-04']])('the filing limit of %s + %p days is %s', (through, days, limit) => {
  expect(filingLimit(through, days)).toBe(limit);
  expect(addDays(through, days)).toBe(limit);
});
test('no limit, no date', () => expect(filingLimit('2026-03-04', null)).toBeNull());
