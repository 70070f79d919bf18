import { contract } from '../../../api/client';
import { FINDING_LABELS } from '../../../domain/privacy/breach';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';

/** What one look shows. */
const FEW = 10;

/** The privacy officer's home: what waits for them, by its date, and what stands. */
export const privacyDeskPages = [get('/privacy', showDesk)];

async function showDesk(visit: Visit): Promise<void> {
  const { api, now } = visit;
  const [tasks, breaches, reviews, holds, decoys] = await Promise.all([
    api.call(contract.listTasks, { query: { role: 'privacy-officer', limit: FEW, count: 'true' } }), api.call(contract.listBreaches, { query: { finding: 'presumed', limit: FEW } }),
    api.call(contract.listAccessReviews, { query: { limit: FEW } }), api.call(contract.listLegalHolds, { query: { limit: 1 } }), api.call(contract.listDecoys, { query: { limit: 50 } }),
  ]);
  const today = visit.day();
  visit.render('privacy/desk', {
    tasks: tasks.items.map((task) => ({ ...task, isLate: task.dueAt < now.toISOString() })), taskTotal: tasks.total,
    breaches: breaches.items.map((one) => ({ ...one, words: FINDING_LABELS[one.finding] })), breachTotal: breaches.total,
    reviews: reviews.items.filter(({ completedAt }) => completedAt === null).map((one) => ({ ...one, isLate: one.dueOn < today })), holdTotal: holds.total,
    touched: decoys.items.flatMap(({ patient, touches }) => touches.slice(0, 1).map((touch) => ({ ...touch, name: patient.name }))).sort((a, b) => b.at.localeCompare(a.at)).slice(0, 5),
  }, { parts: { privacy: 'privacy/desk-part' } });
}
