import { INCIDENT_GROUP_ACTIONS } from '../../../domain/claims/deskActions';
import { type Act } from '../../http/act';
import { conflict, unprocessable } from '../../http/problem';
import { type ClaimDifference } from '../claims/editClaim';
import { lockIncident, resolveIncident } from '../incidents/incidents';
import { type IncidentFix } from './groupFixRow';

/** Answer one incident of a group. It stays unsettled until its workflow says how the step went: a retry is no success (camunda#63192). */
export async function fixIncident(act: Act, incidentId: string, fix: IncidentFix, plannedVersion: number | null): Promise<{ changes: ClaimDifference[]; version: number }> {
  const incident = await lockIncident(act, incidentId);
  if (!incident) throw unprocessable('incident-gone', 'This stuck step is no longer there.');
  if (plannedVersion !== null && incident.version !== plannedVersion) throw conflict('changed-since-dry-run', 'This stuck step has changed since the dry run.');
  if (incident.status === 'retrying') throw conflict('incident-retrying', 'This step is being tried again just now.');
  await resolveIncident(act, incident, { version: incident.version, action: fix.action, ...(fix.until ? { until: fix.until } : {}), ...(fix.note ? { reason: fix.note } : {}) });
  return { changes: [{ field: 'stuck step', before: incident.status, after: INCIDENT_GROUP_ACTIONS[fix.action].done }], version: incident.version };
}
