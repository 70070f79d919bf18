import { addresseeOf, breachLetterParts } from '../../../domain/privacy/breachLetter';

const FACTS = { from: '2 March 2026', to: '4 March 2026', discoveredOn: '9 March 2026', happened: 'Happened.', data: 'Data.', seen: ['looked at the record', 'saw the record in a list'], steps: 'Steps.', doing: 'Doing.', contact: 'Call us.', postal: 'Mercy, 1 Main Street' };

describe('the letter about a breach', () => {
  test('has the five parts of 45 CFR 164.404(c)(1) in their order, with the dates of the breach and of its discovery', () => {
    expect(breachLetterParts(FACTS)).toEqual([
      { heading: 'What happened', text: 'Happened.\nThis was between 2 March 2026 and 4 March 2026. We found out on 9 March 2026.' },
      { heading: 'What information was involved', text: 'Data.\nWhat our records show was done: looked at the record; saw the record in a list.' },
      { heading: 'What you can do', text: 'Steps.' },
      { heading: 'What we are doing', text: 'Doing.' },
      { heading: 'How to reach us', text: 'Call us.\nBy mail: Mercy, 1 Main Street' },
    ]);
    expect(breachLetterParts({ ...FACTS, to: FACTS.from })[0]?.text).toContain('This was on 2 March 2026.');
  });

  test.each([
    ['an adult', '1980-05-04', false, 'Ann Lee'],
    ['who is of age today', '2008-03-09', false, 'Ann Lee'],
    ['a child, until the day before that birthday', '2008-03-10', false, 'The parent or guardian of Ann Lee'],
    ['who has died', '1980-05-04', true, 'The next of kin of Ann Lee'],
    ['a child that has died', '2020-05-04', true, 'The next of kin of Ann Lee'],
  ])('goes to the right person: %s', (_case, birthDate, hasDied, to) => expect(addresseeOf({ name: 'Ann Lee', birthDate, hasDied, today: '2026-03-09' })).toBe(to));
});
