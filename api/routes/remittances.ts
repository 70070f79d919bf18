import { remittancesContract } from '../contract/remittances';
import { notFound } from '../http/problem';
import { type Route, route } from '../http/route';
import { readAnswerPage } from '../services/remittances/answerPage';
import { listAnswers } from '../services/remittances/answerQueue';
import { correctAnswer, correctRemittance } from '../services/remittances/correctRemittance';
import { enterRemittance } from '../services/remittances/enterRemittance';
import { findClaims, previewMatch } from '../services/remittances/findClaims';
import { matchAnswer, setAnswerAside } from '../services/remittances/matchAnswer';
import { listRemittances, readRemittancePage } from '../services/remittances/remittancePage';
import { splitAnswer } from '../services/remittances/splitAnswer';
import { unmatchAnswer } from '../services/remittances/unmatchAnswer';

const found = <T>(record: T | null): T => {
  if (record === null) throw notFound();
  return record;
};

/** Payments of payers: what was posted, what waits, and what a person makes of it. */
export function remittanceRoutes(): Route[] {
  return [
    route(remittancesContract.listRemittanceQueue, { policy: 'money.read', handle: (act, { query }) => listAnswers(act, query) }),
    route(remittancesContract.listRemittances, { policy: 'money.read', handle: (act, { query }) => listRemittances(act, query) }),
    route(remittancesContract.enterRemittance, { policy: 'remittance.work', handle: (act, { body }) => enterRemittance(act, body) }),
    route(remittancesContract.readRemittance, { policy: 'money.read', handle: async (act, { params }) => found(await readRemittancePage(act, params.remittanceId)) }),
    route(remittancesContract.correctRemittance, { policy: 'remittance.work', handle: (act, { params, body }) => correctRemittance(act, params.remittanceId, body) }),
    route(remittancesContract.readAnswer, { policy: 'money.read', handle: async (act, { params }) => found(await readAnswerPage(act, params.answerId)) }),
    route(remittancesContract.findClaimsForAnswer, { policy: 'remittance.work', handle: async (act, { params, query }) => ({ items: await findClaims(act, params.answerId, query.q) }) }),
    route(remittancesContract.previewMatch, { policy: 'remittance.work', handle: (act, { params }) => previewMatch(act, params.answerId, params.claimId) }),
    route(remittancesContract.matchAnswer, { policy: 'remittance.work', handle: (act, { params, body }) => matchAnswer(act, params.answerId, body) }),
    route(remittancesContract.unmatchAnswer, { policy: 'remittance.work', handle: (act, { params, body }) => unmatchAnswer(act, params.answerId, body) }),
    route(remittancesContract.setAnswerAside, { policy: 'remittance.work', handle: (act, { params, body }) => setAnswerAside(act, params.answerId, body) }),
    route(remittancesContract.splitAnswer, { policy: 'remittance.work', handle: (act, { params, body }) => splitAnswer(act, params.answerId, body) }),
    route(remittancesContract.correctAnswer, { policy: 'remittance.work', handle: (act, { params, body }) => correctAnswer(act, params.answerId, body) }),
  ];
}
