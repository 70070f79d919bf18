import { actUnattended } from '../../../api/http/unattended';
import { prepareAuditChains } from '../../../api/services/auditTrail';
import { readWholeRecord, trainModel } from '../../../api/services/signals/model';
import { type Act } from '../../../api/http/act';
import { SETTINGS, type Setting } from '../../../domain/claims/signals/facts';
import { type OutlierModel } from '../../../domain/claims/signals/outliers';
import { LaunchFailure, EXIT } from '../../launcher/failure';
import { COMMAND_LINE, openRecord } from '../record';
import { evaluateSignals, inWords } from './evaluate';

/** Train on the record and keep the model as the next version. Answers what to print. */
export async function trainSignalsOfRecord(json: boolean): Promise<string> {
  const { version, trainedAt, model } = await withRecord('train signals on', (act) => trainModel(act));
  const forests = (Object.entries(model.outliers) as [Setting, OutlierModel][]).map(([setting, { claims, threshold }]) => ({ setting, claims, threshold }));
  const summary = { version, trainedAt, claims: model.claims, services: Object.keys(model.peers.services).length, forests };
  if (json) return `${JSON.stringify(summary, null, 2)}\n`;
  return [`Version ${version}: ${model.claims} claims, ${summary.services} services with peers.`, ...forests.map(({ setting, claims, threshold }) => `Outliers among ${claims} ${SETTINGS[setting]}: score above ${threshold}.`), ''].join('\n');
}

/** Plant, look, count. Nothing is written but the audit of the reading. */
export async function evaluateSignalsOfRecord(options: { readonly seed: number; readonly perPlant: number }, json: boolean): Promise<string> {
  const facts = await withRecord('measure signals on', async (act) => {
    act.audits.push({ action: 'signals.evaluated', resourceType: 'signal-model', detail: options });
    return readWholeRecord(act);
  });
  if (facts.length === 0) throw new LaunchFailure('There are no claims in this record to plant anything in.', EXIT.usage);
  const evaluation = evaluateSignals(facts, options);
  return json ? `${JSON.stringify(evaluation, null, 2)}\n` : inWords(evaluation);
}

async function withRecord<T>(purpose: string, work: (act: Act) => Promise<T>): Promise<T> {
  const { database, keys } = await openRecord(purpose);
  try {
    await prepareAuditChains({ database, transaction: null });
    return await actUnattended({ database, keys, principal: COMMAND_LINE }, work);
  } finally {
    await database.close();
  }
}
