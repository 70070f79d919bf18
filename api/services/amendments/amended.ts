import { type PatientRecord } from '../../../interop/fhir/record';
import { type Act, select } from '../../http/act';
import { type AmendmentRow, presentAmendment, SELECT_AMENDMENTS } from './amendmentRow';

/** What was asked to be amended in a record and decided, as it goes along with the entries in every export. */
export async function readAmended(act: Act, patientId: string): Promise<PatientRecord['amendments']> {
  const rows = await select<AmendmentRow>(act, `${SELECT_AMENDMENTS} WHERE a.patient_id = ? AND a.status <> 'asked' ORDER BY a.asked_at, a.id`, [patientId]);
  return rows.flatMap((row) => {
    const { id, kind, entryId, encounterId, status, ground, askedAt, decidedAt, wanted, reason, answer, disagreement, rebuttal } = presentAmendment(act, row);
    return status === 'asked' || decidedAt === null || answer === null ? [] : [{ id, kind, entryId, encounterId, status, ground, askedAt, decidedAt, wanted, reason, answer, disagreement, rebuttal }];
  });
}
