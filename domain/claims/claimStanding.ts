/**
 * Where a payer says a claim stands (277, STC01-1): it has it and works on it, it is done with it, or it has never seen it. Categories
 * by X12's list: A acknowledgement, P pending, F finalized, R wants something, D and E could not say.
 */
export type ClaimStanding = 'unanswered' | 'in-process' | 'finalized' | 'not-found';

interface Category {
  readonly words: string;
  readonly standing: ClaimStanding;
  /** What the desk does next. */
  readonly advice: string;
}

const WAIT = 'The payer has it. Wait for its answer.';
const MISSING = 'The payer is done with it and its remittance has not come: ask for it to be sent again, or enter it by hand.';

/** In our own words. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  A0: { words: 'passed on to another payer', standing: 'in-process', advice: WAIT },
  A1: { words: 'received', standing: 'in-process', advice: WAIT },
  A2: { words: 'accepted for adjudication', standing: 'in-process', advice: WAIT },
  A3: { words: 'returned: cannot be processed', standing: 'not-found', advice: 'Correct the claim and send it again: nothing of it was adjudicated.' },
  A4: { words: 'not found', standing: 'not-found', advice: 'The payer does not have it. Send it again before the filing limit; the proof of timely filing shows it was sent.' },
  A5: { words: 'split by the payer', standing: 'in-process', advice: WAIT },
  A6: { words: 'rejected: information is missing', standing: 'not-found', advice: 'Correct the claim and send it again: nothing of it was adjudicated.' },
  A7: { words: 'rejected: information is invalid', standing: 'not-found', advice: 'Correct the claim and send it again: nothing of it was adjudicated.' },
  A8: { words: 'rejected: the parts contradict each other', standing: 'not-found', advice: 'Correct the claim and send it again: nothing of it was adjudicated.' },
  P0: { words: 'pending', standing: 'in-process', advice: WAIT },
  P1: { words: 'pending, in process', standing: 'in-process', advice: WAIT },
  P2: { words: 'pending, in review', standing: 'in-process', advice: WAIT },
  P3: { words: 'pending: the payer has asked the provider for something', standing: 'in-process', advice: 'Look for the payer’s request and answer it; until then nothing moves.' },
  P4: { words: 'pending: the payer has asked the patient for something', standing: 'in-process', advice: 'Tell the patient to answer the payer’s request; until then nothing moves.' },
  P5: { words: 'pending: the payer’s system holds it', standing: 'in-process', advice: WAIT },
  F0: { words: 'finalized', standing: 'finalized', advice: MISSING },
  F1: { words: 'finalized: paid', standing: 'finalized', advice: MISSING },
  F2: { words: 'finalized: denied', standing: 'finalized', advice: MISSING },
  F3: { words: 'finalized: corrected', standing: 'finalized', advice: MISSING },
  F4: { words: 'finalized: nothing more to come', standing: 'finalized', advice: MISSING },
  R0: { words: 'the payer wants more information', standing: 'in-process', advice: 'Look for the payer’s request and answer it; until then nothing moves.' },
  D0: { words: 'nothing found with what was asked', standing: 'not-found', advice: 'The payer does not have it. Send it again before the filing limit.' },
  E0: { words: 'the question was not understood', standing: 'unanswered', advice: 'Telephone the payer.' },
  E1: { words: 'the payer’s system is not available', standing: 'unanswered', advice: 'Ask again later.' },
};

/** What a category means for us. One we do not know says nothing. */
export function standingOfCategory(category: string | null): ClaimStanding {
  return category === null ? 'unanswered' : (CATEGORIES[category]?.standing ?? 'unanswered');
}

/** What to do about it, in a sentence. */
export function adviceOfCategory(category: string): string {
  return CATEGORIES[category]?.advice ?? 'Telephone the payer.';
}

/** "P1: pending, in process". */
export function categoryWords(category: string): string {
  return `${category}: ${CATEGORIES[category]?.words ?? 'answered'}`;
}
