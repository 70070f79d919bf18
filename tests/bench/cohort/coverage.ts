import { QueryTypes } from 'sequelize';
import { type Database } from '../../../db/connect';
import { Coverage } from '../../../db/models';
import { newId } from '../../../db/newId';

interface Gap {
  readonly patientId: string;
  readonly payerId: string;
  readonly planId: string;
  readonly from: string;
  readonly through: string;
  readonly mrnEnc: Buffer;
}

/**
 * The export tells who was insured where for its last years only, while each claim names its insurer for a lifetime. What is not told is
 * completed, so that the payer knows its member on every day it was billed for: one period with each insurer, under the number the 837 gives
 * (the hospital's own). Claims that name no insurer stay without one. Answers how many periods were added.
 */
export async function completeCoverage({ sequelize, cipher }: Database): Promise<{ periods: number; claims: number }> {
  const gaps = await sequelize.query<Gap>(
    `SELECT c.patient_id AS patientId, c.payer_id AS payerId, MIN(c.plan_id) AS planId, MIN(c.service_from) AS \`from\`, MAX(c.service_through) AS through, p.mrn_enc AS mrnEnc
     FROM claims c JOIN payers y ON y.id = c.payer_id JOIN patients p ON p.id = c.patient_id WHERE c.coverage_id IS NULL AND y.kind <> 'self-pay' GROUP BY c.patient_id, c.payer_id, p.mrn_enc`,
    { type: QueryTypes.SELECT },
  );
  let claims = 0;
  for (const { patientId, payerId, planId, from, through, mrnEnc } of gaps) {
    const id = newId();
    const member = cipher.open({ table: 'patients', column: 'mrn_enc', id: patientId }, mrnEnc);
    await Coverage.create({
      id, patientId, payerId, planId, periodStart: from, periodEnd: through, memberNumberEnc: cipher.seal({ table: 'coverages', column: 'member_number_enc', id }, member), memberNumberIndex: cipher.blindIndex('member', member),
    });
    claims += await sequelize.query('UPDATE claims SET coverage_id = ? WHERE patient_id = ? AND payer_id = ? AND coverage_id IS NULL', { replacements: [id, patientId, payerId], type: QueryTypes.BULKUPDATE });
  }
  return { periods: gaps.length, claims };
}
