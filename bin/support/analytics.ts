import { rebuildAnalytics } from '../../api/services/analytics/project';
import { openRecord } from './record';

const TELL_EVERY_MS = 1_000;

/** Work all figures out anew. Answers what to print. */
export async function rebuildFigures(json: boolean): Promise<string> {
  const { database } = await openRecord('work out figures of');
  try {
    const began = Date.now();
    let told = began;
    const journeys = await rebuildAnalytics(database, () => new Date(), (left) => {
      if (Date.now() - told < TELL_EVERY_MS) return;
      told = Date.now();
      process.stderr.write(`${left} journeys to go\n`);
    });
    const summary = { journeys, seconds: Math.round((Date.now() - began) / 100) / 10 };
    return json ? `${JSON.stringify(summary, null, 2)}\n` : `The figures of ${summary.journeys} journeys were worked out in ${summary.seconds} s.\n`;
  } finally {
    await database.close();
  }
}
