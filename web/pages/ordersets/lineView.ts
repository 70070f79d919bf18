import { FORMULARY, ROUTES } from '../../../domain/medicines/data/formulary';
import { INTERVALS, unitsFor } from '../../../domain/medicines/prescription';
import { productOf } from '../../../domain/medicines/recognise';
import { LAB_TESTS } from '../../../domain/clinical/labTests';
import { IMAGING_STUDIES, imagingName } from '../../../domain/orders/imagingStudies';
import { labName, PANELS } from '../../../domain/orders/panels';
import { options } from '../../http/listQuery';
import { type Draft, type DraftLine, keyOf } from './draft';

const KINDS = { laboratory: 'Laboratory', imaging: 'Imaging', medicine: 'Medicine' } as const;
const PRIORITIES = [['routine', 'Routine'], ['urgent', 'Urgent'], ['stat', 'Stat']] as const;
const RHYTHMS = [['', 'Once'], ...INTERVALS.map((hours) => [String(hours), hours === 24 ? 'Once a day' : `Every ${hours} h`] as const)] as const;

/** A line with everything its fields need; `errors` by field of the API. */
export function lineView(line: DraftLine, errors: Readonly<Record<string, string>>): object {
  const key = keyOf(line);
  const product = line.category === 'medicine' ? productOf(line.code) : null;
  const rhythms = RHYTHMS.some(([value]) => value === line.every) ? RHYTHMS : [...RHYTHMS, [line.every, `Every ${line.every} h`] as const];
  return {
    ...line, key, display: nameOf(line), kind: KINDS[line.category], isMedicine: line.category === 'medicine', errors, hasErrors: Object.keys(errors).length > 0,
    priorities: options(line.priority, PRIORITIES), rhythms: options(line.every, rhythms),
    units: options(line.unit || (product?.per ?? ''), product ? unitsFor(product).map((unit) => [unit, unit] as const) : [[line.unit, line.unit]]),
    routes: options(line.route || (product?.routes[0] ?? ''), product ? product.routes.map((route) => [route, ROUTES[route]] as const) : [[line.route, line.route]]),
  };
}

/** What can still be added, by kind. */
export function toAdd({ lines }: Draft): { name: string; label: string; options: { value: string; label: string; chosen: boolean }[] }[] {
  const left = (category: DraftLine['category'], offered: readonly (readonly [string, string])[]) =>
    options('', [['', 'Choose…'], ...offered.filter(([code]) => !lines.some((line) => line.category === category && line.code === code)).sort(([, a], [, b]) => a.localeCompare(b, 'en', { sensitivity: 'base' }))]);
  return [
    { name: 'add.laboratory', label: 'A laboratory test', options: left('laboratory', [...Object.entries(PANELS), ...Object.entries(LAB_TESTS)].map(([code, { name }]) => [code, name] as const)) },
    { name: 'add.imaging', label: 'An examination', options: left('imaging', Object.entries(IMAGING_STUDIES).map(([code, { name }]) => [code, name] as const)) },
    { name: 'add.medicine', label: 'A medicine', options: left('medicine', FORMULARY.map(({ code, name }) => [code, name] as const)) },
  ];
}

function nameOf({ category, code }: DraftLine): string {
  return (category === 'medicine' ? productOf(code)?.name : (labName(code) ?? imagingName(code))) ?? code;
}
