import type { ProblemCode, Report } from '../core/problem';
import type { Segment } from '../core/segment';
import type { SyntaxNote } from '../dictionary/segments';
import type { ElementRule, SegmentRule } from './rules';
import { valueFault } from './values';

/** Number of the data element that says how the date in the next element is written. */
const FORMAT_QUALIFIER = '1250';

/** Check every element of a segment against its rule. */
export function checkElements(segment: Segment, rule: SegmentRule, loop: string | undefined, report: Report): void {
  const say = (code: ProblemCode, element: number, component?: number, rule?: ElementRule) => report({
    code, segment, element,
    ...(component !== undefined && { component }),
    ...(loop !== undefined && { loop }),
    ...(rule?.definition && { dataElement: rule.definition.number, detail: rule.definition.name }),
  });
  if (segment.foreignElement >= 0) say('invalidCharacter', segment.foreignElement, undefined, rule.elements[segment.foreignElement]);
  const last = Math.max(rule.elements.length, segment.elements.length) - 1;
  let format = '';
  for (let at = 1; at <= last; at += 1) {
    const value = segment.at(at);
    const elementRule = rule.elements[at];
    if (isBlank(value)) {
      if (elementRule?.required) say('missingElement', at, undefined, elementRule);
    } else if (!elementRule) {
      say(at > rule.defined ? 'tooManyElements' : 'unusedElement', at);
    } else {
      checkElement(segment, value, at, elementRule, format, say);
    }
    format = elementRule?.definition?.number === FORMAT_QUALIFIER ? value : '';
  }
  for (const note of rule.notes) checkNote(segment, note, rule, say);
}

type Say = (code: ProblemCode, element: number, component?: number, rule?: ElementRule) => void;

function checkElement(segment: Segment, value: string, at: number, rule: ElementRule, format: string, say: Say): void {
  const { repetition, component } = segment.delimiters;
  if (rule.repeat === 1 && value.includes(repetition)) return say('tooManyRepetitions', at, undefined, rule);
  const repetitions = rule.repeat === 1 ? [value] : value.split(repetition);
  if (repetitions.length > rule.repeat) say('tooManyRepetitions', at, undefined, rule);
  for (const one of repetitions) {
    if (rule.components) checkComponents(one.split(component), at, rule.components, say);
    else if (one.includes(component)) say('tooManyComponents', at, undefined, rule);
    else checkValue(one, rule, format, (code) => say(code, at, undefined, rule));
  }
}

function checkComponents(values: readonly string[], at: number, rules: NonNullable<ElementRule['components']>, say: Say): void {
  const last = Math.max(values.length, rules.length - 1);
  let format = '';
  for (let index = 1; index <= last; index += 1) {
    const value = values[index - 1] ?? '';
    const rule = rules[index];
    if (isBlank(value)) {
      if (rule?.required) say('missingElement', at, index, rule);
    } else if (!rule) {
      say(index >= rules.length ? 'tooManyComponents' : 'unusedElement', at, index);
    } else {
      checkValue(value, rule, format, (code) => say(code, at, index, rule));
    }
    format = rule?.definition?.number === FORMAT_QUALIFIER ? value : '';
  }
}

function checkValue(value: string, rule: ElementRule, format: string, say: (code: ProblemCode) => void): void {
  const fault = rule.definition && valueFault(rule.definition, value, format);
  if (fault) say(fault);
  else if (rule.codes && !rule.codes.has(value)) say('invalidCode');
  else if (rule.digits !== null && !isDigits(value, rule.digits)) say('invalidFormat');
}

function isDigits(value: string, count: number): boolean {
  return value.length === count && /^\d+$/.test(value);
}

/** An element of blanks only says nothing. */
function isBlank(value: string): boolean {
  return value === '' || (value.startsWith(' ') && value.trim() === '');
}

function checkNote(segment: Segment, note: SyntaxNote, rule: SegmentRule, say: Say): void {
  const present = note.positions.filter((position) => !isBlank(segment.at(position)));
  const [first = 0, ...others] = note.positions;
  const missing = note.positions.find((position) => !present.includes(position) && rule.elements[position]) ?? first;
  const headed = present.includes(first);
  switch (note.kind) {
    case 'P':
      if (present.length > 0 && present.length < note.positions.length) say('conditionalElement', missing, undefined, rule.elements[missing]);
      return;
    case 'R':
      if (present.length === 0) say('conditionalElement', missing, undefined, rule.elements[missing]);
      return;
    case 'E':
      if (present.length > 1) say('exclusiveElement', present.at(-1) ?? first);
      return;
    case 'C':
      if (headed && present.length < note.positions.length) say('conditionalElement', missing, undefined, rule.elements[missing]);
      return;
    case 'L':
      if (headed && !others.some((position) => present.includes(position))) say('conditionalElement', others[0] ?? first);
      return;
  }
}
