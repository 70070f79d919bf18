import { type ImportSession, SOURCE } from '../session';

interface Period {
  readonly id: string;
  readonly patientId: string;
  readonly payerSourceId: string;
  readonly from: string;
  readonly to: string | null;
}

/** Finds the coverage of a patient with a payer that was in force on a day; null when none was (the payer is known all the same). */
export type CoverageFinder = (patientId: string, payerSourceId: string | null, day: string) => string | null;

/** A finder for these patients, from one query. */
export async function coverageFinder(session: ImportSession, patientIds: readonly string[]): Promise<CoverageFinder> {
  const wanted = [...new Set(patientIds)];
  const periods = wanted.length === 0 ? [] : await session.inside.select<Period>(
    `SELECT c.id, c.patient_id AS patientId, p.source_id AS payerSourceId, DATE_FORMAT(c.period_start, '%Y-%m-%d') AS \`from\`, DATE_FORMAT(c.period_end, '%Y-%m-%d') AS \`to\`
     FROM coverages c JOIN payers p ON p.id = c.payer_id WHERE p.source = ? AND c.patient_id IN (?) ORDER BY c.rank_order, c.period_start`,
    [SOURCE, wanted],
  );
  const byPatient = new Map<string, Period[]>();
  for (const period of periods) byPatient.set(period.patientId, [...(byPatient.get(period.patientId) ?? []), period]);
  return (patientId, payerSourceId, day) => {
    if (payerSourceId === null) return null;
    const inForce = (byPatient.get(patientId) ?? []).find(({ payerSourceId: payer, from, to }) => payer === payerSourceId && from <= day && (to === null || to >= day));
    return inForce?.id ?? null;
  };
}
