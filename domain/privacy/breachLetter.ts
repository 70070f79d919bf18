import { ageInYears } from '../time';

/** What the letter about a breach says; days in words ("2 March 2026"). */
export interface BreachLetterFacts {
  readonly from: string;
  readonly to: string;
  readonly discoveredOn: string;
  readonly happened: string;
  readonly data: string;
  /** What the trail names of this one record: "looked at the notes". */
  readonly seen: readonly string[];
  readonly steps: string;
  readonly doing: string;
  readonly contact: string;
  readonly postal: string;
}
export interface LetterPart { readonly heading: string; readonly text: string }

/** Until this birthday a parent acts for the patient. */
const OF_AGE = 18;

/** To whom the letter goes (45 CFR 164.404(d)(1), 164.502(g)): a child's parent, the next of kin of who has died, else the patient. */
export function addresseeOf({ name, birthDate, hasDied, today }: { readonly name: string; readonly birthDate: string; readonly hasDied: boolean; readonly today: string }): string {
  if (hasDied) return `The next of kin of ${name}`;
  return ageInYears(birthDate, today) < OF_AGE ? `The parent or guardian of ${name}` : name;
}

/** The five things 45 CFR 164.404(c)(1) wants in it, in its order, under plain headings. */
export function breachLetterParts(facts: BreachLetterFacts): LetterPart[] {
  const when = facts.from === facts.to ? `This was on ${facts.from}` : `This was between ${facts.from} and ${facts.to}`;
  return [
    { heading: 'What happened', text: `${facts.happened}\n${when}. We found out on ${facts.discoveredOn}.` },
    { heading: 'What information was involved', text: `${facts.data}${facts.seen.length === 0 ? '' : `\nWhat our records show was done: ${facts.seen.join('; ')}.`}` },
    { heading: 'What you can do', text: facts.steps },
    { heading: 'What we are doing', text: facts.doing },
    { heading: 'How to reach us', text: `${facts.contact}${facts.postal === '' ? '' : `\nBy mail: ${facts.postal}`}` },
  ];
}
