/**
 * How well the signals find what is planted in claims of the demonstration cohort (8,652 claims), and how many sound claims they hold:
 * imports the cohort into a database of its own, then `careway signals evaluate`. `npm run bench -- signals`; SEED and PLANTED change the run.
 */
import { QueryTypes } from 'sequelize';
import { actUnattended } from '../../api/http/unattended';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { readWholeRecord, trainModel } from '../../api/services/signals/model';
import { evaluateSignals, inWords } from '../../bin/support/signals/evaluate';
import { COMMAND_LINE } from '../../bin/support/record';
import { importSynthea } from '../../db/importers/synthea/importSynthea';
import { DEMONSTRATION_COHORT } from '../../db/seeds';
import { KeyRing } from '../../keys/keyRing';
import { createTestDatabase, TEST_KEYS } from '../support/database';

async function main(): Promise<void> {
  const { database, drop } = await createTestDatabase();
  try {
    await prepareAuditChains({ database, transaction: null });
    await importSynthea(database, { path: DEMONSTRATION_COHORT });
    const began = performance.now();
    const facts = await actUnattended({ database, keys: KeyRing.parse(TEST_KEYS), principal: COMMAND_LINE }, readWholeRecord);
    const readMs = Math.round(performance.now() - began);
    const started = performance.now();
    const evaluation = evaluateSignals(facts, { seed: Number(process.env['SEED'] ?? 1), perPlant: Number(process.env['PLANTED'] ?? 300) });
    const evaluateMs = Math.round(performance.now() - started);
    const trainedAt = performance.now();
    await actUnattended({ database, keys: KeyRing.parse(TEST_KEYS), principal: COMMAND_LINE }, (act) => trainModel(act));
    const [stored] = await database.sequelize.query<{ bytes: number }>('SELECT LENGTH(content) AS bytes FROM signal_models', { type: QueryTypes.SELECT });
    process.stderr.write(`${inWords(evaluation)}\n`);
    console.log(JSON.stringify({ bench: 'signals', ...evaluation, readMs, evaluateMs, trainMs: Math.round(performance.now() - trainedAt), modelBytes: Number(stored?.bytes) }));
  } finally {
    await drop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
