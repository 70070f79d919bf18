import { inquiriesContract } from '../contract/inquiries';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { stillThere } from '../http/stillThere';
import { lockAtVersion } from '../services/claims/deskWork';
import { type ClaimRow, lockClaim, readClaim } from '../services/claims/claimRow';
import { lockPatient } from '../services/clinical/patients/patientRow';
import { askClaimStatus, inquireOverdue } from '../services/inquiries/askClaimStatus';
import { askCoverage, lockAskedCoverage } from '../services/inquiries/askEligibility';
import { inquiriesOf, type InquiryRow, lockInquiry } from '../services/inquiries/inquiryRow';
import { presentEligibility, presentStatusInquiry } from '../services/inquiries/present';
import { presentQuestion } from '../services/inquiries/presentQuestion';

const loadClaim = (act: Act, { params }: { params: { claimId: string } }): Promise<ClaimRow | null> => readClaim(act, params.claimId);

/** Questions to payers: is this person covered, where does this claim stand. */
export function inquiryRoutes(): Route[] {
  return [
    route(inquiriesContract.listEligibility, {
      policy: 'eligibility.read', load: (act, { params }) => lockPatient(act, params.patientId),
      handle: async (act, { loaded }) => {
        act.audits.push({ action: 'eligibility.list', resourceType: 'patient', resourceId: loaded.id, patientId: loaded.id });
        return { items: (await inquiriesOf(act, 'patient_id', loaded.id, '270')).map((row) => presentEligibility(act, row)) };
      },
    }),
    route(inquiriesContract.askEligibility, {
      policy: 'eligibility.ask', load: (act, { params }) => lockAskedCoverage(act, params.coverageId),
      handle: async (act, { loaded }) => presentEligibility(act, await asked(act, await askCoverage(act, loaded, null))),
    }),
    route(inquiriesContract.askClaimStatus, {
      policy: 'claim.work', load: loadClaim,
      handle: async (act, { loaded, body }) => presentStatusInquiry(act, await asked(act, await askClaimStatus(act, await lockAtVersion(act, loaded.id, body.version)))),
    }),
    route(inquiriesContract.readInquiry, {
      policy: 'exchange.read', load: (act, { params }) => lockInquiry(act, params.inquiryId),
      handle: async (act, { loaded }) => {
        act.audits.push({ action: 'payer.question-read', resourceType: 'payer inquiry', resourceId: loaded.id, patientId: loaded.patientId });
        return presentQuestion(act, loaded);
      },
    }),
    route(inquiriesContract.inquireOverdueClaim, {
      policy: 'internal', load: (act, { params }) => lockClaim(act, params.claimId), handle: async (act, { loaded }) => ({ standing: await inquireOverdue(act, loaded) }),
    }),
  ];
}

async function asked(act: Act, id: string): Promise<InquiryRow> {
  return stillThere(await lockInquiry(act, id), 'question');
}
