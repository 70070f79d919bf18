import { claimDeskContract } from '../contract/claimDesk';
import { type Act } from '../http/act';
import { notFound, unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { type ClaimRow, isClosed, readClaim } from '../services/claims/claimRow';
import { estimateClaim } from '../services/claims/estimateClaim';
import { draftAppeal } from '../services/claims/letters/appealFacts';
import { readDocument, writeAppeal } from '../services/claims/letters/writeAppeal';
import { escalateClaim, handOverClaim } from '../services/claims/passOn';
import { readPerformance } from '../services/claims/performance';
import { previewEdit } from '../services/claims/previewEdit';
import { listUnderpayments } from '../services/claims/underpayments';

const load = (act: Act, { params }: { params: { claimId: string } }): Promise<ClaimRow | null> => readClaim(act, params.claimId);

/** The claim page's finer tools: estimate, preview, hand-over, escalation, the letter of appeal; and underpayments. */
export function claimDeskRoutes(): Route[] {
  return [
    route(claimDeskContract.readPayerPerformance, { policy: 'claim.list', handle: (act, { query }) => readPerformance(act, query.days) }),
    route(claimDeskContract.listUnderpayments, {
      policy: 'claim.list',
      handle: async (act, { query }) => {
        const page = await listUnderpayments(act, query);
        act.audits.push({ action: 'claim.underpayments-listed', resourceType: 'claim', detail: { claims: page.items.map(({ claim }) => claim.id) } });
        return page;
      },
    }),
    route(claimDeskContract.estimateClaim, {
      policy: 'claim.read', load,
      handle: async (act, { loaded }) => {
        act.audits.push({ action: 'claim.estimated', resourceType: 'claim', resourceId: loaded.id, patientId: loaded.patientId });
        return { estimate: await estimateClaim(act, loaded) };
      },
    }),
    route(claimDeskContract.previewClaimEdit, { policy: 'claim.work', load, handle: (act, { loaded, body: { version, ...changes } }) => previewEdit(act, loaded.id, version, changes) }),
    route(claimDeskContract.handOverClaim, {
      policy: 'claim.work', load,
      handle: async (act, { loaded, body }) => {
        const { to, version } = await handOverClaim(act, loaded.id, body.version, body.userId, body.comment ?? null);
        return { holder: { id: body.userId, name: to ?? '' }, version };
      },
    }),
    route(claimDeskContract.escalateClaim, { policy: 'claim.work', load, handle: (act, { loaded, body }) => escalateClaim(act, loaded.id, body.version, body.reason, null) }),
    route(claimDeskContract.draftAppealLetter, {
      policy: 'claim.work', load,
      handle: async (act, { loaded }) => {
        const draft = await draftAppeal(act, loaded);
        if (!draft) throw notFound();
        return { subject: draft.subject, text: draft.text };
      },
    }),
    route(claimDeskContract.writeAppealLetter, {
      policy: 'claim.work', load,
      handle: (act, { loaded, body }) => {
        if (isClosed(loaded)) throw unprocessable('claim-closed', 'This claim is closed.');
        return writeAppeal(act, loaded, body.text);
      },
    }),
    route(claimDeskContract.readClaimDocument, {
      policy: 'claim.read', load: (act, { params }) => readDocument(act, params.claimId, params.documentId),
      handle: async (act, { loaded: { patientId, ...document }, params }) => {
        act.audits.push({ action: 'claim.document-read', resourceType: 'claim', resourceId: params.claimId, patientId, detail: { documentId: document.id } });
        return document;
      },
    }),
  ];
}
