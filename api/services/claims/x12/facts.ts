import { type Act, select, selectOne } from '../../../http/act';
import { certainCode, lookUpMappings } from '../../money/capture/crosswalk';
import { type Attending } from './parties';
import { hospitalDay } from '../../staff/hospitalZone';

/** What an institutional claim says about the stay beyond charges and diagnoses. */
export interface StayFacts {
  readonly classCode: string;
  readonly admittedAt: Date;
  readonly dischargedAt: Date | null;
  readonly disposition: string | null;
  readonly attending: Attending | null;
  /** ICD-10-PCS with day, in order; the first is the principal procedure. */
  readonly procedures: readonly { readonly code: string; readonly date: string }[];
}

/** The stay behind a claim; null for a claim without an encounter. */
export async function readStay(act: Act, encounterId: string | null): Promise<StayFacts | null> {
  if (encounterId === null) return null;
  const row = await selectOne<{ classCode: string; admittedAt: Date; dischargedAt: Date | null; disposition: string | null; name: string | null; npi: string | null }>(
    act,
    `SELECT e.class_code AS classCode, e.period_start AS admittedAt, e.period_end AS dischargedAt, e.discharge_disposition AS disposition, p.name, p.npi
     FROM encounters e LEFT JOIN practitioners p ON p.id = e.practitioner_id WHERE e.id = ?`,
    [encounterId],
  );
  if (!row) return null;
  const { name, npi, ...stay } = row;
  return { ...stay, attending: name === null ? null : { name, npi }, procedures: await codedProcedures(act, encounterId) };
}

async function codedProcedures(act: Act, encounterId: string): Promise<{ code: string; date: string }[]> {
  const done = await select<{ systemCode: string; code: string; at: Date }>(
    act,
    `SELECT system_code AS systemCode, code, COALESCE(performed_start, created_at) AS at FROM procedures WHERE encounter_id = ? AND status = 'completed' ORDER BY performed_start, id`,
    [encounterId],
  );
  const mappingsOf = await lookUpMappings(act, done);
  const coded = done.flatMap((one) => {
    const code = one.systemCode === 'ICD10PCS' ? one.code : certainCode(mappingsOf(one), 'ICD10PCS');
    return code === null ? [] : [{ code, date: hospitalDay(one.at) }];
  });
  return [...new Map(coded.map((one) => [`${one.code}|${one.date}`, one])).values()].slice(0, 25);
}
