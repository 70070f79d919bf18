import { type TestReference } from './evidence';
import { type ProbeName } from './probes';

/** One thing a rule asks for, in our short words, and what shows that it is so. */
export interface Control {
  readonly id: string;
  readonly words: string;
  readonly tests: readonly TestReference[];
  readonly probes: readonly ProbeName[];
}

export interface Framework {
  readonly name: string;
  readonly source: string;
  readonly controls: readonly Control[];
}

const t = (file: string, title?: string): TestReference => ({ file: `tests/${file}.test.ts`, ...(title === undefined ? {} : { title }) });
const c = (id: string, words: string, tests: readonly TestReference[], ...probes: ProbeName[]): Control => ({ id, words, tests, probes });

const WALK = t('api/policyWalk');
const TRAIL = t('api/audit');
const CANARY = t('api/canary');
const DISABLED = t('api/session', 'disabling a user acts on the next request');
const FACTOR = t('api/secondFactor');
const ARGON = t('api/admin', 'their password is kept by argon2id at OWASP’s parameters, and a one-time one runs out');
const GLASS = t('api/restricted');
const WHO_LOOKED = t('api/auditTrail');
const DENIALS = t('api/secondFactor', 'a failed sign-in and a refusal by a record stand on the trail, without the words that were typed');
const AMENDED = t('api/amendments', 'is asked for entry by entry, once at a time; what is accepted stands beside the entry, which nobody overwrites, in the file and on paper');
const DENIED = t('api/amendments', 'is denied only on a ground the law names; the denial, the patient’s statement and the answer go along with the entry from then on');
const NO_STORE = t('web/security', 'nothing inline, nothing from elsewhere, nothing stored');

/** 45 CFR 164.312, the technical safeguards. */
const HIPAA: Framework = {
  name: 'HIPAA technical safeguards', source: '45 CFR 164.312',
  controls: [
    c('164.312(a)(1)', 'Access control: only those who may', [WALK, DISABLED], 'access-review'),
    c('164.312(a)(2)(i)', 'Unique user identification', [t('api/session'), t('api/admin', 'wrong input is refused with the field; a taken name is a conflict')]),
    c('164.312(a)(2)(ii)', 'Emergency access procedure', [GLASS], 'glass-reviews'),
    c('164.312(a)(2)(iii)', 'Automatic log-off', [], 'session-limits'),
    c('164.312(a)(2)(iv)', 'Encryption and decryption', [CANARY], 'sealed', 'keys'),
    c('164.312(b)', 'Audit controls', [TRAIL], 'audit-chain', 'checkpoints'),
    c('164.312(c)(1)', 'Integrity: no improper change or destruction', [t('api/auditRights'), t('bin/backup.long')], 'audit-rights', 'backup'),
    c('164.312(c)(2)', 'A way to tell that the record was not altered', [TRAIL], 'audit-chain'),
    c('164.312(d)', 'Person or entity authentication', [FACTOR, ARGON], 'second-factor'),
    c('164.312(e)(1)', 'Transmission security', [t('web/security')], 'transport'),
    c('164.312(e)(2)(i)', 'Integrity of what is transmitted', [], 'transport'),
    c('164.312(e)(2)(ii)', 'Encryption of what is transmitted', [], 'transport'),
  ],
};

/** OWASP ASVS 5.0.0, levels 1 and 2: the requirements that something here shows. Numbers as in the standard, words ours. */
const ASVS: Framework = {
  name: 'OWASP ASVS level 2 (extract)', source: 'OWASP ASVS 5.0.0',
  controls: [
    c('V1.2.1', 'Output is escaped for where it goes', [t('web/templates'), t('web/security', 'a name with markup in it is text (CVE-2021-30030)')]),
    c('V1.2.10', 'No formula in a CSV', [t('domain/documents/csv', 'what a spreadsheet would run as a formula is text led by an apostrophe; numbers stay numbers')]),
    c('V2.3.3', 'What belongs together is done whole or not at all', [t('api/moneyRequests')]),
    c('V2.3.4', 'Nothing scarce is given twice', [t('api/beds'), t('api/bedSequences')]),
    c('V3.3.4', 'Scripts cannot read the session cookie', [t('web/security', 'the session cookie cannot be read by scripts nor sent from elsewhere')]),
    c('V3.4.3', 'A content security policy', [NO_STORE]),
    c('V3.5.1', 'Requests from other sites change nothing', [t('web/security', 'a post without the page’s token, or from another site, changes nothing')]),
    c('V6.2.2', 'People can change their password', [t('api/admin', 'are let in with a one-time password that they replace')]),
    c('V6.3.1', 'Guessing passwords is slowed down', [t('api/session', 'many wrong tries wait, and the wait ends')]),
    c('V6.3.3', 'A second factor', [FACTOR], 'second-factor'),
    c('V6.4.1', 'First passwords are random and run out', [ARGON]),
    c('V6.5.1', 'A code works once', [t('api/secondFactor', 'a code signs in once, also when it comes twice at the same moment')]),
    c('V7.3.1', 'Sessions end when idle', [], 'session-limits'),
    c('V7.4.1', 'After sign-out a session is of no use', [t('api/session', 'signing out ends the session')]),
    c('V7.4.2', 'A disabled account has no sessions', [DISABLED, t('api/admin', 'a disabled user is out at once and cannot come back until enabled')]),
    c('V8.2.1', 'Each function has those who may use it', [WALK]),
    c('V8.2.2', 'Each record has those who may see it', [WALK]),
    c('V8.3.1', 'The API decides, not the page', [t('web/security', 'no page holds what a nurse may not see: each asks the API with her token'), WALK]),
    c('V8.3.2', 'A change of rights acts at once', [t('api/admin', 'a change of roles acts on the next request, and is on record with before and after')]),
    c('V11.3.3', 'What is encrypted cannot be changed unseen', [CANARY], 'sealed'),
    c('V11.4.2', 'Passwords are kept by a slow hash', [ARGON]),
    c('V13.2.2', 'Each process has the rights it needs, no more', [t('api/auditRights')], 'audit-rights'),
    c('V14.2.1', 'Nothing of a patient in an address', [t('api/canary', 'stands in no log line, also when something breaks')]),
    c('V14.3.2', 'Pages are not kept by browsers', [NO_STORE]),
    c('V16.2.5', 'Logs hold nothing of a patient', [t('api/canary', 'stands in no log line, also when something breaks')]),
    c('V16.3.1', 'Sign-ins are on record', [DENIALS]),
    c('V16.3.2', 'Refusals are on record', [DENIALS]),
    c('V16.4.2', 'The record of it cannot be changed', [TRAIL], 'audit-rights', 'audit-chain'),
    c('V16.5.1', 'An error says nothing of the inside', [t('api/canary', 'stands in no refusal')]),
  ],
};

/** ONC health IT certification, 45 CFR 170.315(d): privacy and security. The account a patient may ask for (45 CFR 164.528) is another thing: it leaves those disclosures out. */
const ONC: Framework = {
  name: 'ONC certification, privacy and security', source: '45 CFR 170.315(d), numbers and names as in the regulation’s text (eCFR, healthit.gov/test-method)',
  controls: [
    c('170.315(d)(1)', 'Authentication, access control, and authorization', [WALK, t('api/session')]),
    c('170.315(d)(2)', 'Auditable events and tamper-resistance', [TRAIL], 'audit-chain', 'audit-rights'),
    c('170.315(d)(3)', 'Audit report(s): for a period, by each of the data', [t('api/auditTrail', 'is searched by patient, person, action and time, and paged')]),
    c('170.315(d)(4)', 'Amendments: accepted ones, and denials with their request, stand beside the record', [AMENDED, DENIED, t('interop/fhir/bundle')], 'amendments'),
    c('170.315(d)(5)', 'Automatic access time-out', [], 'session-limits'),
    c('170.315(d)(6)', 'Emergency access', [GLASS], 'glass-reviews'),
    c('170.315(d)(7)', 'End-user device encryption: nothing is kept on devices, (d)(7)(ii)', [t('e2e/offline'), NO_STORE]),
    c('170.315(d)(8)', 'Integrity: a digest (SHA-2) of what is exchanged, verified upon receipt', [t('api/clearinghouse', 'is compared with the digest that came with it, and refused when it is another file; what goes out has its own (45 CFR 170.315(d)(8))')], 'transport'),
    c('170.315(d)(9)', 'Trusted connection: transport-level, (d)(9)(ii)', [], 'transport'),
    c('170.315(d)(10)', 'Auditing actions on health information', [TRAIL, WHO_LOOKED], 'audit-chain', 'audit-rights'),
    c('170.315(d)(11)', 'Accounting of disclosures for treatment, payment and operations (170.210(d))', [WHO_LOOKED, t('api/recordExport', 'gives the patient everything on record as FHIR, is on the trail, and opens to nobody else')]),
    c('170.315(d)(12)', 'Encrypt authentication credentials', [ARGON, t('api/secondFactor', 'its secret stands sealed')]),
    c('170.315(d)(13)', 'Multi-factor authentication', [FACTOR], 'second-factor'),
  ],
};

/** What is asked for, and what shows it. A control with nothing beside it is not shown: that is said, not hidden. */
export const FRAMEWORKS: readonly Framework[] = [HIPAA, ASVS, ONC];
