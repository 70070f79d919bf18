import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { type coverage, type patientsContract } from '../../../contract/patients';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { decodeCursor, pageOf } from '../../../http/cursor';
import { conflict, invalid, unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { isDuplicateOf } from '../../encounters/duplicateKey';
import { hospitalDay } from '../../staff/hospitalZone';

type Coverage = z.infer<typeof coverage>;

interface Row {
  id: string;
  payerId: string;
  payerName: string;
  planId: string;
  planName: string;
  memberNumberEnc: Buffer;
  relationship: string;
  rank: number;
  status: string;
  periodStart: string;
  periodEnd: string | null;
  version: number;
}

const SELECT = `SELECT c.id, c.payer_id AS payerId, p.name AS payerName, c.plan_id AS planId, l.name AS planName, c.member_number_enc AS memberNumberEnc, c.relationship, c.rank_order AS \`rank\`, c.status,
  DATE_FORMAT(c.period_start, '%Y-%m-%d') AS periodStart, DATE_FORMAT(c.period_end, '%Y-%m-%d') AS periodEnd, c.version
  FROM coverages c JOIN payers p ON p.id = c.payer_id JOIN plans l ON l.id = c.plan_id`;

/** Coverages of a patient, the latest first. */
export async function listCoverages(act: Act, patientId: string, query: { cursor?: string | undefined; limit: number }): Promise<{ items: Coverage[]; nextCursor: string | null; total: null }> {
  const cursor = decodeCursor(query.cursor, 2);
  const rows = await select<Row>(
    act,
    `${SELECT} WHERE c.patient_id = :patientId ${cursor ? 'AND (c.period_start < :day OR (c.period_start = :day AND c.id < :id))' : ''} ORDER BY c.period_start DESC, c.id DESC LIMIT ${query.limit + 1}`,
    { patientId, day: cursor?.[0] ?? null, id: cursor?.[1] ?? null },
  );
  const page = pageOf(rows, query.limit, (row) => [row.periodStart, row.id]);
  return { items: page.items.map((row) => present(act, row)), nextCursor: page.nextCursor, total: null };
}

/** Add a coverage; the same payer, rank and start twice is refused by the record. */
export async function addCoverage(act: Act, patientId: string, body: z.output<typeof patientsContract.addCoverage.body>): Promise<Coverage> {
  if (body.periodEnd && body.periodEnd < body.periodStart) throw invalid([{ field: 'periodEnd', message: 'The end lies before the start.' }]);
  const plan = await selectOne<{ payerId: string }>(act, 'SELECT payer_id AS payerId FROM plans WHERE id = ?', [body.planId]);
  if (!plan) throw unprocessable('no-plan', 'There is no such plan.', { errors: [{ field: 'planId', message: 'Choose a plan.' }] });
  const id = newId();
  const { cipher } = act.database;
  try {
    await execute(act, `INSERT INTO coverages (id, patient_id, payer_id, plan_id, member_number_enc, member_number_index, relationship, rank_order, status, period_start, period_end) VALUES (?)`, [[
      id, patientId, plan.payerId, body.planId, cipher.seal({ table: 'coverages', column: 'member_number_enc', id }, body.memberNumber), cipher.blindIndex('member', body.memberNumber),
      body.relationship, body.rank, 'active', body.periodStart, body.periodEnd ?? null,
    ]]);
  } catch (error) {
    if (isDuplicateOf(error, 'coverages_period')) throw conflict('coverage-exists', 'This patient has a coverage of this payer and rank from that day already.');
    throw error;
  }
  return present(act, stillThere(await selectOne<Row>(act, `${SELECT} WHERE c.id = ?`, [id]), 'coverage'));
}

function present(act: Act, { payerId, payerName, planId, planName, memberNumberEnc, ...row }: Row): Coverage {
  const today = hospitalDay(act.now);
  return {
    ...row, payer: { id: payerId, name: payerName }, plan: { id: planId, name: planName },
    memberNumber: act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: row.id }, memberNumberEnc),
    activeToday: row.status === 'active' && row.periodStart <= today && (row.periodEnd === null || row.periodEnd >= today),
  };
}
