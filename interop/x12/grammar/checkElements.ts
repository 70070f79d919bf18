import type { ProblemCode, Report } from '../core/problem';
import type { Segment } from '../core/segment';
import type { SyntaxNote } from '../dictionary/segments';
import type { ElementRule, SegmentRule } from './rules';
import { valueFault } from './values';

/** Number of the data element that says how the date in the next element is written. */
const FORMAT_QUALIFIER = '1250';

/** The segment under check. Plain functions over this, no closures: this runs for every element of every file. */
interface Check {
  segment: Segment;
  loop: string | undefined;
  report: Report;
}

/** Check every element of a segment against its rule. */
export function checkElements(segment: Segment, rule: SegmentRule, loop: string | undefined, report: Report): void {
  const check: Check = { segment, loop, report };
  if (segment.foreignElement >= 0) say(check, 'invalidCharacter', segment.foreignElement, undefined, rule.elements[segment.foreignElement]);
  const last = Math.max(rule.elements.length, segment.elements.length) - 1;
  let format = '';
  for (let at = 1; at <= last; at += 1) {
    const value = segment.at(at);
    const elementRule = rule.elements[at];
    if (isBlank(value)) {
      if (elementRule?.required) say(check, 'missingElement', at, undefined, elementRule);
    } else if (!elementRule) {
      say(check, at > rule.defined ? 'tooManyElements' : 'unusedElement', at);
    } else {
      checkElement(check, value, at, elementRule, format);
    }
    format = elementRule?.definition?.number === FORMAT_QUALIFIER ? value : '';
  }
  for (const note of rule.notes) checkNote(check, note, rule);
}

function say(check: Check, code: ProblemCode, element: number, component?: number, rule?: ElementRule): void {
  check.report({
    code, segment: check.segment, element,
    ...(component !== undefined && { component }),
    ...(check.loop !== undefined && { loop: check.loop }),
    ...(rule?.definition && { dataElement: rule.definition.number, detail: rule.definition.name }),
  });
}

function checkElement(check: Check, value: string, at: number, rule: ElementRule, format: string): void {
  const { repetition, component } = check.segment.delimiters;
  if (rule.repeat === 1) {
    if (value.includes(repetition)) say(check, 'tooManyRepetitions', at, undefined, rule);
    else checkRepetition(check, value, at, rule, format, component);
    return;
  }
  const repetitions = value.split(repetition);
  if (repetitions.length > rule.repeat) say(check, 'tooManyRepetitions', at, undefined, rule);
  for (const one of repetitions) checkRepetition(check, one, at, rule, format, component);
}

function checkRepetition(check: Check, value: string, at: number, rule: ElementRule, format: string, separator: string): void {
  if (rule.components) checkComponents(check, value.split(separator), at, rule.components);
  else if (value.includes(separator)) say(check, 'tooManyComponents', at, undefined, rule);
  else checkValue(check, value, rule, format, at, undefined);
}

function checkComponents(check: Check, values: readonly string[], at: number, rules: NonNullable<ElementRule['components']>): void {
  const last = Math.max(values.length, rules.length - 1);
  let format = '';
  for (let index = 1; index <= last; index += 1) {
    const value = values[index - 1] ?? '';
    const rule = rules[index];
    if (isBlank(value)) {
      if (rule?.required) say(check, 'missingElement', at, index, rule);
    } else if (!rule) {
      say(check, index >= rules.length ? 'tooManyComponents' : 'unusedElement', at, index);
    } else {
      checkValue(check, value, rule, format, at, index);
    }
    format = rule?.definition?.number === FORMAT_QUALIFIER ? value : '';
  }
}

function checkValue(check: Check, value: string, rule: ElementRule, format: string, at: number, component: number | undefined): void {
  const fault = rule.definition && valueFault(rule.definition, value, format);
  if (fault) say(check, fault, at, component, rule);
  else if (rule.codes && !rule.codes.has(value)) say(check, 'invalidCode', at, component, rule);
  else if (rule.digits !== null && !isDigits(value, rule.digits)) say(check, 'invalidFormat', at, component, rule);
}

function isDigits(value: string, count: number): boolean {
  return value.length === count && /^\d+$/.test(value);
}

/** An element of blanks only says nothing. */
function isBlank(value: string): boolean {
  return value === '' || (value.startsWith(' ') && value.trim() === '');
}

function checkNote(check: Check, note: SyntaxNote, rule: SegmentRule): void {
  const { positions, kind } = note;
  const [first = 0, second = 0] = positions;
  let present = 0;
  let missing = 0;
  for (const position of positions) {
    if (!isBlank(check.segment.at(position))) present += 1;
    else if (missing === 0 && rule.elements[position]) missing = position;
  }
  if (missing === 0) missing = first;
  const headed = !isBlank(check.segment.at(first));
  if (kind === 'E') {
    if (present > 1) say(check, 'exclusiveElement', positions.at(-1) ?? first);
  } else if (kind === 'L') {
    if (headed && present === 1) say(check, 'conditionalElement', second);
  } else if (kind === 'R' ? present === 0 : present < positions.length && (kind === 'P' ? present > 0 : headed)) {
    say(check, 'conditionalElement', missing, undefined, rule.elements[missing]);
  }
}
