import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';
import { PROBES } from '../../../domain/compliance/probes';
import { compliancePdf } from './compliancePdf';

const STANDINGS = { proven: { words: 'Shown', tone: 'green', glyph: 'done' }, broken: { words: 'Broken', tone: 'red', glyph: 'alert' }, unknown: { words: 'Not shown', tone: 'amber', glyph: 'flag' } } as const;
type Standing = keyof typeof STANDINGS;

/** Control by control: what shows it, and the last result. */
export const compliancePages = [
  get('/compliance', showCompliance),
  get('/compliance.pdf', async (visit) => {
    const report = await visit.api.call(contract.readCompliance, {});
    visit.ctx.type = 'application/pdf';
    visit.ctx.set('content-disposition', `attachment; filename="compliance-${report.at.slice(0, 10)}.pdf"`);
    visit.ctx.body = await compliancePdf(report, visit.deps.config.timeZone);
  }),
];

const named = (file: string): string => file.replace(/^tests\//, '').replace(/\.test\.ts$/, '');

async function showCompliance(visit: Visit): Promise<void> {
  const report = await visit.api.call(contract.readCompliance, {});
  const asked = visit.query.get('show');
  const show = asked !== null && Object.hasOwn(STANDINGS, asked) ? (asked as Standing) : null;
  const chip = (value: Standing | null, label: string, count: number) => ({ label, href: value === null ? '/compliance' : `/compliance?show=${value}`, current: show === value, count });
  visit.render('compliance/compliance', {
    lastResultAt: report.lastResultAt, probes: report.probes.map((probe) => ({ ...probe, state: STANDINGS[probe.standing] })),
    chips: [chip(null, 'All', report.counts.proven + report.counts.broken + report.counts.unknown), ...(Object.keys(STANDINGS) as Standing[]).map((standing) => chip(standing, STANDINGS[standing].words, report.counts[standing]))],
    frameworks: report.frameworks.map((framework) => ({
      ...framework,
      controls: framework.controls.filter(({ standing }) => show === null || standing === show).map((control) => ({
        ...control, state: STANDINGS[control.standing], hasNothing: control.tests.length + control.probes.length === 0, probes: control.probes.map((name) => PROBES[name]),
        tests: control.tests.map((test) => ({ ...test, state: STANDINGS[test.standing], where: named(test.file), commit: test.commit?.slice(0, 10) ?? null })),
      })),
    })),
  });
}
