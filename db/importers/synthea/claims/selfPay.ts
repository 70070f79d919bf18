import { planRules } from '../../../seeds/plans';
import { stableId } from '../../../stableId';
import { type ImportSession, type PayerRef } from '../session';

export const SELF_PAY_IDENTIFIER = 'SELFPAY';

/** Who "pays" claims that name no insurance: the export's own self-pay payer, else the hospital's, made when it is missing. */
export async function selfPayer(session: ImportSession): Promise<PayerRef> {
  const [known] = await session.inside.select<PayerRef>(
    "SELECT p.id, p.kind, MIN(l.id) AS planId FROM payers p JOIN plans l ON l.payer_id = p.id WHERE p.kind = 'self-pay' GROUP BY p.id, p.kind, p.source ORDER BY p.source = 'synthea' DESC, p.id LIMIT 1");
  if (known) return known;
  const made = { id: stableId('payer', SELF_PAY_IDENTIFIER), kind: 'self-pay', planId: stableId('plan', SELF_PAY_IDENTIFIER) };
  await session.inside.insert('payers', ['id', 'payer_identifier', 'name', 'kind'], [[made.id, SELF_PAY_IDENTIFIER, 'Self-pay', made.kind]]);
  await session.inside.insert('plans', ['id', 'payer_id', 'code', 'name', 'rules'], [[made.planId, made.id, `${SELF_PAY_IDENTIFIER}-1`, 'No insurance', JSON.stringify(planRules('self-pay'))]]);
  return made;
}
