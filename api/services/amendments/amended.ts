import { type PatientRecord } from '../../../interop/fhir/record';
import { type Act, select } from '../../http/act';
import { type AmendmentRow, openAmendment, SELECT_AMENDMENTS } from './amendmentRow';

/** What was asked to be amended in a record and decided, as it goes along with the entries in every export. */
export async function readAmended(act: Act, patientId: string): Promise<PatientRecord['amendments']> {
  const rows = await select<AmendmentRow>(act, `${SELECT_AMENDMENTS} WHERE a.patient_id = ? AND a.status <> 'asked' ORDER BY a.asked_at, a.id`, [patientId]);
  return rows.flatMap((row) => {
    const { id, kind, entryId, encounterId, status, ground, askedAt, decidedAt, answerEnc } = row;
    if (status === 'asked' || decidedAt === null || answerEnc === null) return [];
    return [{
      id, kind, entryId, encounterId, status, ground, askedAt: askedAt.toISOString(), decidedAt: decidedAt.toISOString(), wanted: openAmendment(act, 'wanted_enc', id, row.wantedEnc), reason: openAmendment(act, 'reason_enc', id, row.reasonEnc),
      answer: openAmendment(act, 'answer_enc', id, answerEnc), disagreement: row.disagreementEnc && openAmendment(act, 'disagreement_enc', id, row.disagreementEnc), rebuttal: row.rebuttalEnc && openAmendment(act, 'rebuttal_enc', id, row.rebuttalEnc),
    }];
  });
}
