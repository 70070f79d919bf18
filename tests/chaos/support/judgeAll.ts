import { type PlayedHospital } from '../../support/playedHospital';
import { type Operation } from './journal';
import { judge, standingOutcome } from './judgement';

/** Every operation of the journal against the record; answers what is not as it was promised. */
export async function judgeAll(operations: readonly Operation[], played: PlayedHospital): Promise<string[]> {
  const kept = new Set((await played.rows<{ key: string }>('SELECT idempotency_key AS `key` FROM idempotency_keys WHERE status BETWEEN 200 AND 299')).map(({ key }) => key));
  const times = await countsOf(played);
  const done = new Set(operations.filter(({ outcomes }) => standingOutcome(outcomes) === 'ok').map(({ key }) => key));
  // A refusal keeps no key: asked again with other words (another bed) under the same one, it is that operation which counts.
  const isAskedAnew = ({ key, outcomes }: Operation) => standingOutcome(outcomes) === 'refused' && done.has(key);
  return operations.filter((operation) => !isAskedAnew(operation)).flatMap((operation) => judge(operation, { isKept: kept.has(operation.key), times: times(operation) }) ?? []);
}

/** How often the thing an operation asked for is there, by the thing itself and not by its key. */
async function countsOf(played: PlayedHospital): Promise<(operation: Operation) => number | null> {
  const counted = async (sql: string) => new Map((await played.rows<{ id: string; n: number }>(sql)).map(({ id, n }) => [id, Number(n)]));
  const tasks = await counted("SELECT resource_id AS id, COUNT(*) AS n FROM audit_events WHERE action = 'task.completed' AND outcome = 'done' GROUP BY resource_id");
  const admissions = await counted('SELECT patient_id AS id, COUNT(*) AS n FROM journeys GROUP BY patient_id');
  const payments = await counted("SELECT CONCAT(LOWER(HEX(reference_index)), '/', cents) AS id, COUNT(*) AS n FROM payments WHERE reference_index IS NOT NULL GROUP BY 1");
  const { cipher } = played.hospital.record.database;
  return ({ kind, subject, cents }) => {
    switch (kind) {
      case 'completeTask':
        return tasks.get(subject) ?? 0;
      case 'admitPatient':
        return admissions.get(subject) ?? 0;
      case 'takePayment':
        return payments.get(`${cipher.blindIndex('payment-reference', subject)?.toString('hex') ?? ''}/${cents ?? 0}`) ?? 0;
      default:
        return null;
    }
  };
}
