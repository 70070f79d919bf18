import { type z } from 'zod';
import { FRAMEWORKS } from '../../../domain/compliance/controls';
import { standingOfTests, type Standing, together } from '../../../domain/compliance/evidence';
import { type complianceContract } from '../../contract/compliance';
import { type Act } from '../../http/act';
import { type ProbeSettings, readResults, runProbes } from './probes';

export type Compliance = z.input<typeof complianceContract.readCompliance.reply>;

/** Every control with what shows it: the last results of its tests, and what the probes find now. */
export async function readCompliance(act: Pick<Act, 'database' | 'transaction' | 'now'>, settings: ProbeSettings): Promise<Compliance> {
  const files = [...new Set(FRAMEWORKS.flatMap(({ controls }) => controls.flatMap(({ tests }) => tests.map(({ file }) => file))))];
  const [results, probes] = await Promise.all([readResults(act, files), runProbes(act, settings)]);
  const ofProbe = new Map(probes.map(({ name, standing }) => [name, standing]));
  const frameworks = FRAMEWORKS.map(({ name, source, controls }) => {
    const shown = controls.map(({ id, words, tests, probes: own }) => {
      const standings = tests.map((reference) => standingOfTests(reference, results));
      return { id, words, tests: standings.map((one) => ({ ...one, title: one.title ?? null })), probes: [...own], standing: together([...standings.map(({ standing }) => standing), ...own.map((probe) => ofProbe.get(probe) ?? 'unknown')]) };
    });
    return { name, source, controls: shown, counts: countsOf(shown.map(({ standing }) => standing)) };
  });
  const last = results.reduce<string | null>((newest, { ranAt }) => (newest === null || ranAt > newest ? ranAt : newest), null);
  return { at: act.now.toISOString(), lastResultAt: last, counts: countsOf(frameworks.flatMap(({ controls }) => controls.map(({ standing }) => standing))), probes, frameworks };
}

function countsOf(standings: readonly Standing[]): Compliance['counts'] {
  const of = (standing: Standing) => standings.filter((one) => one === standing).length;
  return { proven: of('proven'), broken: of('broken'), unknown: of('unknown') };
}
