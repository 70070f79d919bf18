import { HOUR_MS } from '../../../domain/time';
import { type Act, type AuditEntry } from '../../http/act';
import { LOOKS_INTO_TRAIL } from '../audit/listed';
import { alertRole } from '../notifications/notify';

/** An entry of the trail with the act it is of. */
export interface Named { readonly act: Act; readonly entry: AuditEntry }

/** Looking into a decoy's own touches is no touch, nor is accounting for disclosures. */
const KINDS: readonly string[] = [...LOOKS_INTO_TRAIL.kinds, 'disclosure'];
const ACTIONS: readonly string[] = LOOKS_INTO_TRAIL.actions;
const investigates = (action: string): boolean => KINDS.includes(action.split('.')[0] ?? '') || ACTIONS.includes(action);

/** Processes of Careway open records for nobody's eyes. */
const isTouch = ({ act, entry: { actor, action } }: Named): boolean => (actor ?? act.principal).kind === 'person' && !investigates(action);

/** The patients whom persons opened: any of them may be a decoy. */
export function touchedBy(named: readonly Named[]): string[] {
  return [...new Set(named.flatMap((one) => (one.entry.patientId && isTouch(one) ? [one.entry.patientId] : [])))];
}

/**
 * Somebody opened a record that leads nowhere: the privacy officer, administrators and auditors hear of it, once an hour for each person and decoy. Answers the lines that say so on the trail; nothing is
 * added to the acts themselves, for a deadlock's victim comes here again.
 */
export async function raiseDecoyAlarms(writer: Pick<Act, 'database' | 'transaction'>, named: readonly Named[], decoys: readonly string[]): Promise<Named[]> {
  const alarms: Named[] = [];
  for (const one of named) {
    const { act, entry: { patientId } } = one;
    if (!patientId || !decoys.includes(patientId) || !isTouch(one) || alarms.some((alarm) => alarm.act === act && alarm.entry.patientId === patientId)) continue;
    const event = { id: `decoy/${patientId}/${act.principal.id}/${Math.floor(act.now.getTime() / HOUR_MS)}`, template: 'decoy-opened' as const, data: {}, encounterId: null };
    for (const role of ['privacy-officer', 'administrator', 'auditor'] as const) await alertRole({ ...act, transaction: writer.transaction }, role, null, event);
    alarms.push({ act, entry: { action: 'decoy.touched', resourceType: 'decoy', patientId } });
  }
  return alarms;
}
