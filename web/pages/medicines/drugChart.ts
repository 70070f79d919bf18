import { type contract } from '../../../api/client';
import { type IconName } from '../../render/icons';
import { type Reply } from '../../http/visit';

type Medicine = Reply<typeof contract.listMedicines>['items'][number];
type Dose = Reply<typeof contract.listDoses>['items'][number];

const HOUR = 3_600_000;
/** The grid shows the doses of this long before and after now. */
const BACK = 24 * HOUR;
const AHEAD = 12 * HOUR;

interface Cell {
  readonly doses: readonly ShownDose[];
}

interface ShownDose extends Dose {
  readonly tone: string;
  readonly glyph: IconName;
  readonly words: string;
  /** When it was given, else when it is due. */
  readonly at: string;
  readonly isOpen: boolean;
}

const LOOKS: Readonly<Record<string, { readonly tone: string; readonly glyph: IconName; readonly words: string }>> = {
  given: { tone: 'green', glyph: 'done', words: 'Given' }, held: { tone: 'amber', glyph: 'clock', words: 'Held' }, refused: { tone: 'amber', glyph: 'cross', words: 'Refused' }, missed: { tone: 'red', glyph: 'skip', words: 'Missed' },
};

/** A dose at a glance: a word, an icon and a colour together. */
export function shownDose(dose: Dose, now: Date): ShownDose {
  const isOpen = dose.status === 'planned';
  const known = LOOKS[dose.outcome ?? ''] ?? (dose.status === 'completed' ? LOOKS['given'] : dose.status === 'not-done' ? LOOKS['missed'] : undefined);
  const isLate = isOpen && Date.parse(dose.dueAt) < now.getTime() - HOUR / 2;
  const look = known ?? (isLate ? { tone: 'red', glyph: 'alert' as const, words: 'Late' } : { tone: 'accent', glyph: 'clock' as const, words: 'Due' });
  return { ...dose, ...look, at: dose.givenAt ?? dose.dueAt, isOpen };
}

/** What was ordered against a check, and why; said once, however many rules say it. */
function overridesOf({ alerts }: Medicine): Medicine['alerts'] {
  return [...new Map(alerts.filter(({ override }) => override !== null).map((alert) => [alert.message, alert])).values()];
}

/** The administration chart: a line per medicine, a column per hour that has a dose; medicines when needed, infusions and those to take home apart. */
export function drugChart(medicines: readonly Medicine[], doses: readonly Dose[], now: Date): object {
  const shown = doses.map((dose) => shownDose(dose, now));
  const near = shown.filter(({ at }) => Math.abs(Date.parse(at) - now.getTime()) <= (Date.parse(at) < now.getTime() ? BACK : AHEAD));
  const hours = [...new Set(near.map(({ at }) => hourOf(at)))].sort((a, b) => a - b);
  const lines = medicines.filter(({ category }) => category === 'inpatient').map((medicine) => {
    const own = shown.filter(({ medicationRequestId }) => medicationRequestId === medicine.id);
    return {
      ...medicine, isActive: medicine.status === 'active', isOver: medicine.status !== 'active' && medicine.status !== 'on-hold',
      cells: hours.map((hour): Cell => ({ doses: own.filter((dose) => near.includes(dose) && hourOf(dose.at) === hour) })),
      doses: own.filter((dose) => near.includes(dose)).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)), open: own.filter(({ isOpen }) => isOpen),
      overrides: overridesOf(medicine), notes: medicine.alerts.filter(({ override }) => override === null),
    };
  });
  const of = (...schedules: string[]) => lines.filter((line) => schedules.includes(line.schedule) && !line.isOver);
  return {
    columns: hours.map((hour) => ({ at: new Date(hour).toISOString(), isNow: hour === hourOf(now.toISOString()) })),
    scheduled: of('scheduled', 'variable', 'stat'), asNeeded: of('as-needed'), infusions: of('infusion'),
    over: lines.filter(({ isOver }) => isOver), takeHome: medicines.filter(({ category }) => category === 'discharge').map((medicine) => ({ ...medicine, overrides: overridesOf(medicine) })),
    due: shown.filter(({ isOpen }) => isOpen).length, late: shown.filter(({ words }) => words === 'Late').length,
    history: shown.filter(({ isOpen }) => !isOpen).slice(0, 60),
  };
}

const hourOf = (iso: string): number => Math.floor(Date.parse(iso) / HOUR) * HOUR;
