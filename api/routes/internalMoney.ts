import { internalContract } from '../contract/internal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { appealClaim } from '../services/claims/appealClaim';
import { type ClaimRow, lockClaim } from '../services/claims/claimRow';
import { warnOfDeadline } from '../services/claims/deadlineWarning';
import { prepareClaim } from '../services/claims/prepareClaim';
import { scrubClaim } from '../services/claims/scrubClaim';
import { settleClaim } from '../services/claims/settleClaim';
import { submitClaim } from '../services/claims/submitClaim';
import { holdForReview } from '../services/signals/holdForReview';
import { billPatient } from '../services/money/billPatient';
import { type BilledEncounter, lockBilledEncounter } from '../services/money/capture/billedEncounter';
import { lockAccount } from '../services/money/accounts';
import { captureCharges } from '../services/money/captureCharges';
import { collect } from '../services/money/collection/collect';
import { openApprovalTask } from '../services/money/requests/approval';
import { holdRequest, readRequest } from '../services/money/requests/requestRow';
import { answerAcknowledgement, answerRemittance } from '../services/payer/answer';
import { readSubmission, type SubmissionRow } from '../services/payer/submission';

const loadEncounter = (act: Act, { params }: { params: { encounterId: string } }): Promise<BilledEncounter | null> => lockBilledEncounter(act, params.encounterId);
const loadClaim = (act: Act, { params }: { params: { claimId: string } }): Promise<ClaimRow | null> => lockClaim(act, params.claimId);

/** What workflows do to charges, claims and the ledger, and what the demonstration payer answers. */
export function internalMoneyRoutes(): Route[] {
  return [
    route(internalContract.collectAccount, { policy: 'internal', load: (act, { params }) => lockAccount(act, params.accountId), handle: (act, { loaded }) => collect(act, loaded) }),
    route(internalContract.openApprovalTask, {
      policy: 'internal', load: (act, { params }) => readRequest(act, params.requestId),
      handle: async (act, { params, body }) => ({ taskId: await openApprovalTask(act, (await holdRequest(act, params.requestId)).request, body) }),
    }),
    route(internalContract.captureCharges, {
      policy: 'internal', load: loadEncounter,
      handle: async (act, { loaded }) => {
        const captured = await captureCharges(act, loaded);
        act.audits.push({ action: 'charges.captured', resourceType: 'encounter', resourceId: loaded.id, patientId: loaded.patientId, detail: captured });
        return captured;
      },
    }),
    route(internalContract.prepareClaim, { policy: 'internal', load: loadEncounter, handle: async (act, { loaded }) => ({ claimId: await prepareClaim(act, loaded) }) }),
    route(internalContract.billPatient, { policy: 'internal', load: loadEncounter, handle: (act, { loaded }) => billPatient(act, loaded) }),
    route(internalContract.scrubClaim, {
      policy: 'internal', load: loadClaim,
      handle: async (act, { loaded }) => {
        const { clean, problems, snapshot } = await scrubClaim(act, loaded);
        act.audits.push({ action: 'claim.scrubbed', resourceType: 'claim', resourceId: loaded.id, patientId: loaded.patientId, detail: { clean } });
        const held = clean && (await holdForReview(act, snapshot.claim));
        return { clean, problems: [...new Set(problems.map(({ cause }) => cause))], deadlines: { timelyFilingOn: loaded.timelyFilingOn }, ...(held ? { held } : {}) };
      },
    }),
    route(internalContract.submitClaim, { policy: 'internal', load: loadClaim, handle: (act, { loaded }) => submitClaim(act, loaded) }),
    route(internalContract.appealClaim, { policy: 'internal', load: loadClaim, handle: (act, { loaded }) => appealClaim(act, loaded) }),
    route(internalContract.settleClaim, { policy: 'internal', load: loadClaim, handle: (act, { loaded, body }) => settleClaim(act, loaded, body.how) }),
    route(internalContract.warnOfDeadline, { policy: 'internal', load: loadClaim, handle: async (act, { loaded, body }) => ({ warned: await warnOfDeadline(act, loaded, body) }) }),
    route(internalContract.answerAcknowledgement, {
      policy: 'internal', load: loadSubmission,
      handle: async (act, { loaded: { claim, submission } }) => {
        const answer = await answerAcknowledgement(act, claim, submission);
        return answer.isDown ? { accepted: true, down: true as const } : { accepted: answer.accepted };
      },
    }),
    route(internalContract.answerRemittance, {
      // Claims of one family wait for each other; each must see what the one before was answered.
      policy: 'internal', load: loadSubmission,
      handle: async (act, { loaded: { claim, submission }, body }) => {
        const answer = await answerRemittance(act, claim, submission, body.copy);
        return answer.isDown ? { posted: false, down: true as const } : { posted: answer.posted };
      },
    }),
  ];
}

/** The submission read under its claim's lock, so that two copies of an answer come one after the other. */
async function loadSubmission(act: Act, { params }: { params: { submissionId: string } }): Promise<{ claim: ClaimRow; submission: SubmissionRow } | null> {
  const known = await readSubmission(act, params.submissionId);
  const claim = known && (await lockClaim(act, known.claimId));
  const submission = claim && (await readSubmission(act, params.submissionId));
  return claim && submission ? { claim, submission } : null;
}
