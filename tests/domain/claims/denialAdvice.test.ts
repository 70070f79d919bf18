import { adjustmentWords, CARC, denialCause, GROUP_CODES, meaningOf, RARC } from '../../../domain/claims/carc';
import { adviseDenial, DENIAL_ACTIONS, type DenialAction, type DenialFacts } from '../../../domain/claims/denialAdvice';
import { STUCK_CAUSES } from '../../../domain/claims/causes';
import { DENIALS } from '../../../domain/adjudication/denials';
import { GROUPS } from '../../../domain/adjudication/types';

type Case = readonly [code: string, remarks: readonly string[], facts: DenialFacts, action: DenialAction | null];

describe('what to do about a denial, by CARC', () => {
  const cases: readonly Case[] = [
    ['PR-1', [], {}, 'bill-patient'],
    ['PR-204', [], {}, 'bill-patient'],
    ['PR-45', [], {}, 'bill-patient'],
    ['CO-45', [], {}, 'write-off'],
    ['CO-253', [], {}, 'write-off'],
    ['OA-23', [], {}, null],
    ['CO-4', [], {}, 'correct'],
    ['CO-11', [], {}, 'correct'],
    ['CO-16', ['M76'], {}, 'correct'],
    ['CO-16', ['MA130'], {}, 'correct'],
    ['CO-31', [], {}, 'correct'],
    ['CO-140', [], {}, 'correct'],
    ['CO-22', [], {}, 'correct'],
    ['CO-19', [], {}, 'correct'],
    ['CO-26', [], {}, 'bill-patient'],
    ['CO-27', [], { hasOtherCoverage: true }, 'correct'],
    ['CO-27', ['MA13'], {}, 'write-off'],
    ['CO-29', [], {}, 'write-off'],
    ['CO-29', [], { hasProofOfTimelyFiling: true }, 'appeal'],
    ['CO-197', [], { hasAuthorization: true }, 'correct'],
    ['CO-197', [], {}, 'appeal'],
    ['CO-197', [], { hasAuthorization: false }, 'appeal'],
    ['CO-39', [], { hasAuthorization: true }, 'appeal'],
    ['CO-198', [], { hasAuthorization: true }, 'appeal'],
    ['CO-288', [], {}, 'correct'],
    ['CO-50', [], {}, 'appeal'],
    ['CO-50', ['MA130'], {}, 'correct'],
    ['CO-55', [], {}, 'appeal'],
    ['OA-18', [], {}, 'correct'],
    ['OA-18', [], { wasFirstClaimPaid: true }, 'write-off'],
    ['CO-97', [], {}, 'correct'],
    ['CO-97', [], { isDistinctService: true }, 'correct'],
    ['CO-97', [], { isDistinctService: false }, 'write-off'],
    ['CO-96', [], {}, 'appeal'],
    ['CO-96', [], { hasPatientAgreed: true }, 'bill-patient'],
    ['CO-100', [], {}, 'bill-patient'],
    ['CO-133', [], {}, null],
    ['CO-193', [], {}, 'write-off'],
    ['PI-50', [], {}, 'appeal'],
    ['CO-A1', [], {}, null],
    ['CO-9999', [], {}, null],
  ];
  test.each(cases)('%s %p %p → %p', (code, remarks, facts, action) => {
    const [group = '', reason = ''] = code.split('-');
    const advice = adviseDenial({ group, reason }, remarks, facts);
    expect(advice.action).toBe(action);
    expect(advice.reason).toMatch(/^[A-Z].+\.$/);
  });

  test('no code and no group is ever written off because we do not know it (openemr#7186)', () => {
    for (const group of GROUPS) {
      for (const reason of ['9999', 'Z1', '', 'constructor', '__proto__']) {
        expect(adviseDenial({ group, reason }).action).toBe(group === 'PR' ? 'bill-patient' : null);
      }
    }
  });

  test('a contractual obligation never lands on a patient the payer protects (MA13)', () => {
    for (const reason of Object.keys(CARC)) expect(adviseDenial({ group: 'CO', reason }, ['MA13'], { hasPatientAgreed: true }).action).not.toBe('bill-patient');
  });
});

describe('the code tables', () => {
  test('hold every reason and remark this house’s own adjudication gives', () => {
    const given = [...Object.values(DENIALS).map(({ reason }) => reason as string), '1', '2', '3', '23', '45', '50', '94', '97', '197', '204'];
    for (const reason of given) expect(CARC).toHaveProperty([reason]);
    for (const { remark } of Object.values(DENIALS)) if (remark !== null) expect(RARC).toHaveProperty([remark]);
    for (const group of GROUPS) expect(GROUP_CODES[group]).toBeTruthy();
  });

  test('hold sixty reasons and more, each with words and, when it denies, a queue', () => {
    expect(Object.keys(CARC).length).toBeGreaterThan(60);
    for (const { words, meaning, cause } of Object.values(CARC)) {
      expect(words).toMatch(/^\S.*[^.]$/);
      expect(meaning === 'denied').toBe(cause !== undefined);
      if (cause) expect(STUCK_CAUSES[cause].kind).toBe('denied');
    }
  });

  test.each([
    ['CO', '45', 'contractual'], ['PR', '45', 'patient'], ['PR', '204', 'patient'], ['CO', '204', 'denied'], ['OA', '23', 'prior-payer'], ['OA', '18', 'denied'],
    ['OA', '94', 'contractual'], ['CO', '131', 'contractual'], ['CO', 'unknown', 'denied'], ['PI', '50', 'denied'], ['CO', 'constructor', 'denied'],
  ])('%s-%s is %s', (group, reason, meaning) => expect(meaningOf({ group, reason })).toBe(meaning));

  test('the largest refusal names the queue', () => {
    expect(denialCause([{ group: 'CO', reason: '45', cents: 90_000 }, { group: 'CO', reason: '97', cents: 100 }, { group: 'CO', reason: '197', cents: 5_000 }])).toBe('denied-authorization');
    expect(denialCause([{ group: 'CO', reason: '9999', cents: 1 }])).toBe('denied-other');
    expect(denialCause([])).toBe('denied-other');
  });

  test('words for people', () => {
    expect(adjustmentWords({ group: 'PR', reason: '1' })).toBe('PR-1: deductible');
    expect(adjustmentWords({ group: 'CO', reason: '9999' })).toBe('CO-9999: a reason Careway does not know; see the payer’s manual');
  });

  test('the actions are those of the task', () => expect([...DENIAL_ACTIONS].sort()).toEqual(['appeal', 'bill-patient', 'correct', 'write-off']));
});
