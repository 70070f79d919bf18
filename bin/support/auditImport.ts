import { type Act } from '../../api/http/act';
import { newRequestId, prepareAuditChains, writeAudits } from '../../api/services/auditTrail';
import { type Database } from '../../db/connect';
import { type ImportDone } from '../../db/importers/synthea/importSynthea';
import { type KeyRing } from '../../keys/keyRing';
import { COMMAND_LINE } from './record';

/**
 * Puts an import on the audit trail, in its transaction: one event for the import with its figures, one for each patient
 * whose record it changed. Nothing new, nothing written. Call once before the import: the chains have to exist.
 */
export async function auditImport(database: Database, keys: KeyRing): Promise<(done: ImportDone) => Promise<void>> {
  await prepareAuditChains({ database, transaction: null });
  return async ({ transaction, summary, patients }) => {
    if (summary.totals.kept === 0) return;
    const act: Act = {
      database, transaction, principal: COMMAND_LINE, grants: [], now: new Date(), requestId: newRequestId(), address: '', audits: [], commands: [], announcements: [], notificationIds: [],
    };
    const write = (audits: Act['audits']) => writeAudits({ ...act, audits }, keys.keyFor('audit-chain'));
    await write([{ action: 'importRecords', resourceType: 'import', detail: { source: 'synthea', ...summary.totals } }]);
    for await (const page of patients) await write(page.map((patientId) => ({ action: 'importPatient', resourceType: 'patient', resourceId: patientId, patientId })));
  };
}
