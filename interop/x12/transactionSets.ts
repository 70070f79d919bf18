import { read999 } from './acknowledgment/parse999';
import { draft999 } from './acknowledgment/write999';
import { read278, read278Response } from './authorization/parseAuthorization';
import { draft278, draft278Response } from './authorization/writeAuthorization';
import { read837I, read837P } from './claim/parse837';
import { draft837 } from './claim/write837';
import { read277ca } from './claimAcknowledgment/parse277ca';
import { draft277ca } from './claimAcknowledgment/write277ca';
import { read276, read277 } from './claimStatus/parseClaimStatus';
import { draft276, draft277 } from './claimStatus/writeClaimStatus';
import type { Draft } from './core/draft';
import { read270, read271 } from './eligibility/parseEligibility';
import { draft270, draft271 } from './eligibility/writeEligibility';
import { ACKNOWLEDGMENT_999, CLAIM_ACKNOWLEDGMENT_277 } from './guides/acknowledgments';
import { AUTHORIZATION_278, AUTHORIZATION_278_RESPONSE } from './guides/authorization';
import { CLAIM_837I } from './guides/claim837Institutional';
import { CLAIM_837P } from './guides/claim837Professional';
import { CLAIM_STATUS_276, CLAIM_STATUS_277 } from './guides/claimStatus';
import { ELIGIBILITY_270, ELIGIBILITY_271 } from './guides/eligibility';
import { REMITTANCE_835 } from './guides/remittance835';
import type { Transaction, TransactionSetName } from './interchange';
import { read835 } from './remittance/parse835';
import { draft835 } from './remittance/write835';
import type { TransactionReader, TransactionSet } from './transactionSet';
import type { Report } from './core/problem';

/** A transaction set whose `draft` takes its own model. */
interface Entry<Name extends TransactionSetName> extends Omit<TransactionSet, 'name' | 'draft' | 'alsoReads' | 'namesVersion' | 'streamsClaims' | 'purposes'> {
  alsoReads?: readonly string[];
  namesVersion?: false;
  streamsClaims?: true;
  purposes?: readonly string[];
  open(report: Report): TransactionReader;
  draft(transaction: Extract<Transaction, { set: Name }>): Draft[];
}

function define<Name extends TransactionSetName>(name: Name, entry: Entry<Name>): TransactionSet {
  const { draft, alsoReads = [], namesVersion = true, streamsClaims = false, purposes = null, ...rest } = entry;
  return { name, alsoReads, namesVersion, streamsClaims, purposes, ...rest, draft: (transaction) => draft(transaction as Extract<Transaction, { set: Name }>) };
}

const CLAIM_LEVELS = ['20', '22', '23'];
const STATUS_LEVELS = ['20', '21', '19', '22', '23'];
const ELIGIBILITY_LEVELS = ['20', '21', '22', '23'];
const REVIEW_LEVELS = ['20', '21', '22', '23', 'EV', 'SS'];

const SETS: Readonly<Record<TransactionSetName, TransactionSet>> = {
  '837P': define('837P', {
    code: '837', version: '005010X222A1', alsoReads: ['005010X222', '005010X222A2'], functionalId: 'HC', guide: CLAIM_837P, levels: CLAIM_LEVELS,
    streamsClaims: true, open: read837P, draft: draft837,
  }),
  '837I': define('837I', {
    code: '837', version: '005010X223A2', alsoReads: ['005010X223', '005010X223A1', '005010X223A3'], functionalId: 'HC', guide: CLAIM_837I,
    levels: CLAIM_LEVELS, streamsClaims: true, open: read837I, draft: draft837,
  }),
  '835': define('835', {
    code: '835', version: '005010X221A1', alsoReads: ['005010X221'], functionalId: 'HP', guide: REMITTANCE_835, levels: [], namesVersion: false,
    streamsClaims: true, open: read835, draft: draft835,
  }),
  '999': define('999', {
    code: '999', version: '005010X231A1', alsoReads: ['005010X231'], functionalId: 'FA', guide: ACKNOWLEDGMENT_999, levels: [], open: read999, draft: draft999,
  }),
  '277CA': define('277CA', {
    code: '277', version: '005010X214', functionalId: 'HN', guide: CLAIM_ACKNOWLEDGMENT_277, levels: ['20', '21', '19', 'PT'], open: read277ca, draft: draft277ca,
  }),
  '276': define('276', {
    code: '276', version: '005010X212', functionalId: 'HR', guide: CLAIM_STATUS_276, levels: STATUS_LEVELS, open: read276, draft: draft276,
  }),
  '277': define('277', {
    code: '277', version: '005010X212', functionalId: 'HN', guide: CLAIM_STATUS_277, levels: STATUS_LEVELS, open: read277, draft: draft277,
  }),
  '270': define('270', {
    code: '270', version: '005010X279A1', alsoReads: ['005010X279'], functionalId: 'HS', guide: ELIGIBILITY_270, levels: ELIGIBILITY_LEVELS, open: read270, draft: draft270,
  }),
  '271': define('271', {
    code: '271', version: '005010X279A1', alsoReads: ['005010X279'], functionalId: 'HB', guide: ELIGIBILITY_271, levels: ELIGIBILITY_LEVELS, open: read271, draft: draft271,
  }),
  '278': define('278', {
    code: '278', version: '005010X217', functionalId: 'HI', guide: AUTHORIZATION_278, levels: REVIEW_LEVELS, purposes: ['01', '13'], open: read278, draft: draft278,
  }),
  '278R': define('278R', {
    code: '278', version: '005010X217', functionalId: 'HI', guide: AUTHORIZATION_278_RESPONSE, levels: REVIEW_LEVELS, purposes: ['11'], open: read278Response, draft: draft278Response,
  }),
};

const ALL = Object.values(SETS);

/** The transaction set of this name. */
export function transactionSet(name: TransactionSetName): TransactionSet {
  return SETS[name];
}

/** The transaction sets that read this ST01 under this version: none, one, or two that BHT02 tells apart. */
export function findTransactionSets(code: string, version: string): TransactionSet[] {
  return ALL.filter((set) => set.code === code && (set.version === version || set.alsoReads.includes(version)));
}

/** Whether any version of this ST01 is supported. */
export function isKnownCode(code: string): boolean {
  return ALL.some((set) => set.code === code);
}
