/**
 * How wrong the forecasts are on the past that comes with Careway (130 patients, made up by Synthea, but by nobody here): visits a day, patients in beds, money received and claims refused a
 * week, each on the weeks held back, beside the naive forecast. `npm run bench -- forecasts`; one JSON object on standard output.
 */
import { actUnattended } from '../../api/http/unattended';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { readForecasts } from '../../api/services/analytics/forecasts';
import { type Series } from '../../api/services/analytics/forecastSeries';
import { COMMAND_LINE } from '../../bin/support/record';
import { importSynthea } from '../../db/importers/synthea/importSynthea';
import { DEMONSTRATION_COHORT } from '../../db/seeds';
import { KeyRing } from '../../keys/keyRing';
import { createTestDatabase, TEST_KEYS } from '../support/database';

const COHORT = process.env['COHORT'] ?? DEMONSTRATION_COHORT;

const rounded = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.round(value * 1_000) / 1_000);

function errorsOf({ past, errors, method, heldBackWeeks }: Series): object {
  const [seasonal, naive] = [errors.seasonal, errors.naive].map((error) => error && { mae: rounded(error.mae), mase: rounded(error.mase), mape: rounded(error.mape) });
  return { shown: past.length, mean: rounded(past.reduce((sum, { value }) => sum + value, 0) / Math.max(1, past.length)), heldBackWeeks, used: method, seasonal, naive };
}

async function main(): Promise<void> {
  const record = await createTestDatabase();
  try {
    await prepareAuditChains({ database: record.database, transaction: null });
    await importSynthea(record.database, { path: COHORT });
    const { beds, visits, cash } = await actUnattended({ database: record.database, keys: KeyRing.parse(TEST_KEYS), principal: COMMAND_LINE }, (act) => readForecasts(act, {}));
    console.log(JSON.stringify({ bench: 'forecasts', source: [beds.source, visits.source, cash.source], beds: errorsOf(beds), visits: errorsOf(visits), receivedCents: errorsOf(cash.received), refused: errorsOf(cash.refused), openClaims: cash.errors }, null, 2));
  } finally {
    await record.drop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
