import { claimsContract } from '../contract/claims';
import { type Act, selectOne } from '../http/act';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { listCauses } from '../services/claims/causes';
import { readClaimPage } from '../services/claims/claimPage';
import { type ClaimRow, readClaim } from '../services/claims/claimRow';
import { readDashboard } from '../services/claims/dashboard';
import { listClaims } from '../services/claims/desk';
import { editAndRetry, editAtDesk, holdClaim, resubmitAtDesk } from '../services/claims/deskWork';
import { recordClaimEvent } from '../services/claims/events';
import { printFilingProof, readFilingProof } from '../services/claims/filingProof';
import { placeOfSubmission } from '../services/claims/submitClaim';

const loadClaim = (act: Act, { params }: { params: { claimId: string } }): Promise<ClaimRow | null> => readClaim(act, params.claimId);

/** The billing desk: queues by cause, the claim page, and what staff do with a claim. */
export function claimRoutes(): Route[] {
  return [
    route(claimsContract.listClaims, {
      policy: 'claim.list',
      handle: async (act, { query }) => {
        const page = await listClaims(act, query);
        act.audits.push({ action: 'claim.list', resourceType: 'claim', detail: { claims: page.items.map((item) => item.id) } });
        return page;
      },
    }),
    route(claimsContract.listClaimCauses, { policy: 'claim.list', handle: (act, { query }) => listCauses(act, query.by) }),
    route(claimsContract.readClaimsDashboard, { policy: 'claim.list', handle: (act, { query }) => readDashboard(act, query.days) }),
    route(claimsContract.readClaim, {
      policy: 'claim.read', load: loadClaim,
      handle: async (act, { loaded }) => {
        const page = await readClaimPage(act, loaded);
        if (!page) throw notFound();
        return page;
      },
    }),
    route(claimsContract.readSubmission, {
      policy: 'claim.read',
      // Under its own claim only: a submission asked for under another one is not there.
      load: (act, { params }) => selectOne<{ id: string; controlNumber: number; submittedAt: Date; contentEnc: Buffer | null; patientId: string }>(
        act,
        `SELECT s.id, s.control_number AS controlNumber, s.submitted_at AS submittedAt, s.content_enc AS contentEnc, c.patient_id AS patientId
         FROM claim_submissions s JOIN claims c ON c.id = s.claim_id WHERE s.id = ? AND s.claim_id = ? AND s.content_enc IS NOT NULL`,
        [params.submissionId, params.claimId],
      ),
      handle: async (act, { loaded, params }) => {
        act.audits.push({ action: 'claim.submission-read', resourceType: 'claim', resourceId: params.claimId, patientId: loaded.patientId });
        return { id: loaded.id, controlNumber: loaded.controlNumber, submittedAt: loaded.submittedAt.toISOString(), content: act.database.cipher.open(placeOfSubmission(loaded.id), loaded.contentEnc ?? Buffer.alloc(0)) };
      },
    }),
    route(claimsContract.readFilingProof, { policy: 'claim.read', load: loadClaim, handle: (act, { loaded }) => readFilingProof(act, loaded) }),
    route(claimsContract.printFilingProof, { policy: 'claim.read', load: loadClaim, handle: (act, { loaded }) => printFilingProof(act, loaded) }),
    route(claimsContract.editClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: (act, { params, body: { version, ...changes } }) => editAtDesk(act, params.claimId, version, changes),
    }),
    route(claimsContract.retryClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: async (act, { params, body }) => {
        const { taskId, decision, version } = await editAndRetry(act, params.claimId, body.version, {}, body.note);
        return { taskId, decision, version };
      },
    }),
    route(claimsContract.editAndRetryClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: (act, { params, body: { version, note, ...changes } }) => editAndRetry(act, params.claimId, version, changes, note),
    }),
    route(claimsContract.resubmitClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: (act, { params, body: { version, ...asked } }) => resubmitAtDesk(act, params.claimId, version, asked),
    }),
    route(claimsContract.holdClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: (act, { params, body }) => holdClaim(act, params.claimId, body.version, body.until, body.reason),
    }),
    route(claimsContract.commentClaim, {
      policy: 'claim.work', load: loadClaim,
      handle: async (act, { loaded, body }) => {
        await recordClaimEvent(act, { claimId: loaded.id, kind: 'note', detail: { text: body.text }, dedupId: `note/${act.requestId}` });
        act.audits.push({ action: 'claim.noted', resourceType: 'claim', resourceId: loaded.id, patientId: loaded.patientId });
        return { added: true as const };
      },
    }),
  ];
}
