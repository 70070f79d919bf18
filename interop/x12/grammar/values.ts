import { isCalendarDay } from '../../../domain/adjudication/dates';
import type { ProblemCode } from '../core/problem';
import type { ElementDefinition } from '../dictionary/elements';

const NUMBER = /^-?(\d+\.?\d*|\.\d+)$/;
const WHOLE = /^-?\d+$/;
const MONETARY = '782';
const PERIOD = '1251';

/** What is wrong with a value of this data element, or null. `format` is the date format qualifier before a 1251. */
export function valueFault(definition: ElementDefinition, value: string, format: string): ProblemCode | null {
  switch (definition.type) {
    case 'N0':
      return WHOLE.test(value) ? lengthFault(definition, countDigits(value)) : 'invalidNumber';
    case 'R':
      if (!NUMBER.test(value)) return 'invalidNumber';
      if (definition.number === MONETARY && !isMonetary(value)) return 'invalidNumber';
      return lengthFault(definition, countDigits(value));
    case 'DT':
      return isDate(value.length === 6 ? `20${value}` : value) && value.length === definition.max ? null : 'invalidDate';
    case 'TM':
      return isTime(value) && value.length >= definition.min && value.length <= definition.max ? null : 'invalidTime';
    case 'AN':
      if (definition.number === PERIOD && periodFault(format, value)) return periodFault(format, value);
      return lengthFault(definition, value.length);
    case 'ID':
      return lengthFault(definition, value.length);
  }
}

function lengthFault(definition: ElementDefinition, length: number): ProblemCode | null {
  if (length < definition.min) return 'elementTooShort';
  return length > definition.max ? 'elementTooLong' : null;
}

/** Digits of a number: neither its sign nor its point counts. */
function countDigits(value: string): number {
  return value.length - (value.startsWith('-') ? 1 : 0) - (value.includes('.') ? 1 : 0);
}

/** Whole cents, and within what a number holds exactly. */
function isMonetary(value: string): boolean {
  const point = value.indexOf('.');
  const whole = (point < 0 ? value.length : point) - (value.startsWith('-') ? 1 : 0);
  return (whole <= 13 || /^-?0+\d{0,13}(\.|$)/.test(value)) && (point < 0 || value.length - point <= 3 || /^0+$/.test(value.slice(point + 3)));
}

function periodFault(format: string, value: string): ProblemCode | null {
  switch (format) {
    case 'D8':
      return isDate(value) ? null : 'invalidDate';
    case 'RD8': {
      const [from = '', to = '', ...rest] = value.split('-');
      return isDate(from) && isDate(to) && rest.length === 0 && from <= to ? null : 'invalidDate';
    }
    case 'DT':
      return isDate(value.slice(0, 8)) && isTime(value.slice(8)) ? null : 'invalidDate';
    case 'TM':
      return isTime(value) ? null : 'invalidTime';
    default:
      return null;
  }
}

/** CCYYMMDD */
function isDate(value: string): boolean {
  return /^\d{8}$/.test(value) && isCalendarDay(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`);
}

/** HHMM, HHMMSS, HHMMSSD or HHMMSSDD */
function isTime(value: string): boolean {
  return /^([01]\d|2[0-3])[0-5]\d([0-5]\d\d{0,2})?$/.test(value);
}
