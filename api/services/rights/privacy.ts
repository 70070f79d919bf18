import { type z } from 'zod';
import { confidentialityOf } from '../../../domain/rights/labels';
import { type privacyContract } from '../../contract/privacy';
import { type Act } from '../../http/act';
import { listDirectives } from './directives';
import { listGlass, openGlassOf, wordsOf } from './glass';
import { listLabels } from './labels';

/** How closely a record is held and why, for staff who may open it and for the patient. */
export async function readPrivacy(act: Act, patientId: string): Promise<z.infer<typeof privacyContract.readPrivacy.reply>> {
  const isOwn = act.principal.patientId === patientId;
  const [labels, directives, glass] = await Promise.all([listLabels(act, patientId), listDirectives(act, patientId), listGlass(act, patientId)]);
  const closer = directives.flatMap(({ scope, sensitivity, withdrawnAt }) => (scope === 'sensitive' && sensitivity && !withdrawnAt ? [sensitivity] : []));
  return {
    labels, directives,
    glass: glass.map((row) => ({
      id: row.id, openedAt: row.openedAt.toISOString(), endsAt: row.endsAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, by: { id: row.userId, name: row.userName }, reason: row.reason, words: isOwn ? null : wordsOf(act, row), outcome: row.outcome,
    })),
    confidentiality: confidentialityOf(labels.filter(({ endedAt, encounterId }) => !endedAt && encounterId === null), closer) ?? 'N',
    open: await openGlassOf(act, patientId),
  };
}
