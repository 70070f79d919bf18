import { addDays } from '../calendar/zone';

/** Whom 45 CFR 164.404 to 164.408 want told of a breach. */
export const NOTICES = ['individuals', 'media', 'secretary'] as const;
export type Notice = (typeof NOTICES)[number];
export const NOTICE_LABELS: Readonly<Record<Notice, string>> = { individuals: 'Everybody affected, in writing', media: 'Prominent media of the state', secretary: 'The Secretary of Health (HHS)' };

/** What was found: until somebody has shown otherwise it counts as a breach (164.402(2)). */
export const FINDINGS = ['presumed', 'breach', 'no-breach'] as const;
export type Finding = (typeof FINDINGS)[number];
export const FINDING_LABELS: Readonly<Record<Finding, string>> = { presumed: 'Counts as a breach', breach: 'A breach', 'no-breach': 'Low probability of compromise' };

/** 164.404(b): no later than 60 calendar days after discovery. */
const NOTICE_DAYS = 60;
/** 164.408(b): from so many people on, the Secretary hears of it with them. 164.406(a): of a state, more than so many bring in its media. */
const MANY = 500;
/** 164.404(d)(2)(ii): with so many who cannot be written to, notice goes to the web page or the media of the place. */
const UNREACHABLE = 10;

export interface Affected {
  readonly people: number;
  /** How many live in each state. */
  readonly byState: Readonly<Record<string, number>>;
  /** Without an address to write to. */
  readonly unreachable: number;
}
export interface Duty {
  readonly notice: Notice;
  readonly dueOn: string;
  readonly why: string;
}

/** Who has to be told of a breach discovered on a day ("YYYY-MM-DD"), and by when. Each "no later than" is the last day, not the day to wait for. */
export function noticeDuties(discoveredOn: string, { people, byState }: Affected): Duty[] {
  if (people === 0) return [];
  const soon = addDays(discoveredOn, NOTICE_DAYS);
  const states = Object.entries(byState).filter(([, count]) => count > MANY).map(([state]) => state).sort();
  return [
    { notice: 'individuals', dueOn: soon, why: 'Each by first-class mail, or by e-mail when they agreed to it (45 CFR 164.404).' },
    ...(states.length === 0 ? [] : [{ notice: 'media' as const, dueOn: soon, why: `More than ${MANY} residents of ${states.join(', ')} (45 CFR 164.406).` }]),
    people >= MANY
      ? { notice: 'secretary', dueOn: soon, why: `${MANY} people or more: together with those affected (45 CFR 164.408(b)).` }
      : { notice: 'secretary', dueOn: addDays(`${discoveredOn.slice(0, 4)}-12-31`, NOTICE_DAYS), why: `Fewer than ${MANY} people: with the year’s list (45 CFR 164.408(c)).` },
  ];
}

/** Must those who cannot be written to be told in another way, on the hospital’s page or in the media of the place? */
export const needsSubstituteNotice = ({ unreachable }: Affected): boolean => unreachable >= UNREACHABLE;

/** Letters that stand in one file at most: whoever makes it holds it in memory. */
export const LETTERS_A_FILE = 250;

/** What the letters say, part by part, as the form asks for it (45 CFR 164.404(c)(1)). */
export const LETTER_FIELDS = [
  { name: 'happened', label: 'What happened', hint: 'In plain words, without names. The dates are added.' },
  { name: 'data', label: 'What information was involved', hint: 'The kinds: name, birth date, diagnoses, results, account.' },
  { name: 'steps', label: 'What they can do', hint: 'To protect themselves from harm.' },
  { name: 'doing', label: 'What we are doing', hint: 'To look into it, to limit harm, and so that it does not happen again.' },
  { name: 'contact', label: 'How to reach us', hint: 'A toll-free number, an e-mail address or a page. The postal address is added.' },
] as const;
