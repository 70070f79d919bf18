import { INTERPRETATIONS, type Interpretation } from '../../../domain/clinical/interpretation';
import { REPORT_PARTS } from '../../../domain/orders/imagingStudies';
import { type HandoverFacts } from '../../../domain/shifts/sbar';
import { type Act, select } from '../../http/act';
import { loadDisplays } from '../clinical/concepts';
import { unacknowledgedCriticals } from '../clinical/results/criticalResults';
import { type EncounterRow } from '../encounters/encounterRow';

type Results = Pick<HandoverFacts, 'abnormalResults' | 'unjudgedResults' | 'imagingReports' | 'pendingResults' | 'unacknowledgedCriticals'>;

/** Beyond this a handover says how many more there are. */
const MOST = 20;

/** What the laboratory and imaging reported since the shift began, whenever it was drawn, and what they still owe. */
export async function handoverResults(act: Act, encounter: EncounterRow, since: Date): Promise<Results> {
  const criticals = await unacknowledgedCriticals(act, encounter.id, 'stay');
  return {
    ...(await laboratory(act, encounter.id, since)), imagingReports: await imaging(act, encounter.id, since), pendingResults: await pending(act, encounter.id),
    unacknowledgedCriticals: criticals.map(({ name, value, isPreliminary }) => `${name} ${value}${preliminary(isPreliminary)}`),
  };
}

async function laboratory(act: Act, encounterId: string, since: Date): Promise<Pick<Results, 'abnormalResults' | 'unjudgedResults'>> {
  const rows = await select<{ systemCode: string; code: string; status: string; value: string; unit: string | null; interpretation: Interpretation | null }>(
    act,
    `SELECT o.system_code AS systemCode, o.code, o.status, o.value_number AS value, o.unit, o.interpretation FROM observations o JOIN diagnostic_reports d ON d.id = o.diagnostic_report_id
     WHERE o.encounter_id = ? AND o.category = 'laboratory' AND d.issued_at >= ? AND o.value_number IS NOT NULL AND (o.interpretation IS NULL OR o.interpretation IN ('L', 'H', 'LL', 'HH')) AND o.status <> 'entered-in-error'
     ORDER BY d.issued_at, o.id`,
    [encounterId, since],
  );
  const display = await loadDisplays(act, rows);
  const words = ({ systemCode, code, status, value, unit, interpretation }: (typeof rows)[number]) =>
    `${display(systemCode, code)} ${Number(value)}${unit ? ` ${unit}` : ''}${interpretation === null ? '' : `, ${INTERPRETATIONS[interpretation].toLowerCase()}`}${preliminary(status === 'preliminary')}`;
  return { abnormalResults: atMost(rows.filter(({ interpretation }) => interpretation !== null).map(words)), unjudgedResults: atMost(rows.filter(({ interpretation }) => interpretation === null).map(words)) };
}

async function imaging(act: Act, encounterId: string, since: Date): Promise<string[]> {
  const rows = await select<{ systemCode: string; code: string; status: string; observationId: string; textEnc: Buffer }>(
    act,
    `SELECT d.system_code AS systemCode, d.code, d.status, o.id AS observationId, o.value_text_enc AS textEnc FROM diagnostic_reports d JOIN observations o ON o.diagnostic_report_id = d.id
     WHERE d.encounter_id = ? AND d.issued_at >= ? AND d.status <> 'entered-in-error' AND o.category = 'imaging' AND o.code = ? AND o.value_text_enc IS NOT NULL AND o.status <> 'entered-in-error' ORDER BY d.issued_at, d.id`,
    [encounterId, since, REPORT_PARTS.conclusion.code],
  );
  const display = await loadDisplays(act, rows);
  const { cipher } = act.database;
  return atMost(rows.map(({ systemCode, code, status, observationId, textEnc }) => `${display(systemCode, code)}${preliminary(status === 'preliminary')}: ${cipher.open({ table: 'observations', column: 'value_text_enc', id: observationId }, textEnc)}`));
}

/** Every order whose final report is owed: nothing that is open is left out. */
async function pending(act: Act, encounterId: string): Promise<string[]> {
  const rows = await select<{ systemCode: string; code: string; hasPreliminary: number }>(
    act,
    `SELECT r.system_code AS systemCode, r.code, EXISTS (SELECT 1 FROM diagnostic_reports d WHERE d.service_request_id = r.id AND d.status = 'preliminary') AS hasPreliminary
     FROM service_requests r WHERE r.encounter_id = ? AND r.category IN ('laboratory', 'imaging') AND r.status = 'active' ORDER BY r.ordered_at, r.id`,
    [encounterId],
  );
  const display = await loadDisplays(act, rows);
  return rows.map(({ systemCode, code, hasPreliminary }) => `${display(systemCode, code)}${Number(hasPreliminary) === 1 ? ' (final report)' : ''}`);
}

const preliminary = (is: boolean): string => (is ? ' (preliminary)' : '');

function atMost(words: readonly string[]): string[] {
  return words.length <= MOST ? [...words] : [...words.slice(0, MOST), `and ${words.length - MOST} more`];
}
