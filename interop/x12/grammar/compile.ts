/**
 * Guides are written as text, one line a segment, nested by two blanks:
 *
 *     loop 2010AA 1 ; billing provider
 *       NM1 1 @01!=85 02!=1|2 03! 04 08=XX 09
 *       REF~ 0-2 @01!=0B|1G 02!
 *
 * The first word is the segment ID, or `loop`, `pass` (dropped when closed) or `stream` (handed on when closed) and the
 * loop ID; `~` after the first word marks what the model has no place for. Then how often: `1`, `0-1`, `0-n`; `1?` is
 * required, but payers are known to leave it out. Then the elements used, by position or range (`05-19`): `!` required,
 * `=` codes (`$name`: a set of dictionary/codes.ts; `#9`: nine digits), `@` the element that tells this use of the
 * segment from others, `(1!=HC,2!,3-6)` the components of a composite. Then `; what it is for`.
 */
import { CODE_SETS } from '../dictionary/codes';
import { type Position, type SegmentDefinition, SEGMENTS } from '../dictionary/segments';
import { type ElementRule, type LoopRule, type Match, type Retention, type Rule, type SegmentRule, type Slot, triggerOf } from './rules';

interface Line {
  depth: number;
  words: string[];
  name: string;
}

const RETENTION: Record<string, Retention> = { loop: 'kept', pass: 'passing', stream: 'streamed' };
const TOKEN = /^(@?)(\d+)(?:-(\d+))?(!?)(?:=([^(]+))?(?:\((.+)\))?$/;

/** What `n` means for segments and loops that stay in memory: no real file comes near it, a hostile one must end. */
const MANY = 100_000;

/** Compile a guide. Throws when its text is wrong, at load. */
export function compileGuide(id: string, text: string): LoopRule {
  const lines = text.split('\n').filter((line) => line.trim() !== '').map(readLine);
  const { rules, next } = readRules(lines, 0, 0);
  if (next !== lines.length) throw new Error(`Guide ${id}: wrong indentation at line ${next + 1}`);
  return loopRule(id, { min: 1, max: 1, lenient: false, name: id, carried: true }, 'kept', rules);
}

/** Compile a single segment's line. */
export function compileSegment(text: string): SegmentRule {
  return segmentRule(readLine(text.trim()));
}

/** Shift a block of guide text to the right, to put it inside another. */
export function indent(text: string, levels: number): string {
  return text.split('\n').map((line) => (line.trim() === '' ? '' : '  '.repeat(levels) + line)).join('\n');
}

function readLine(line: string): Line {
  const [left = '', name = ''] = line.split(' ; ');
  const depth = (left.length - left.trimStart().length) / 2;
  return { depth, words: left.trim().split(/\s+/), name: name.trim() };
}

function readRules(lines: readonly Line[], from: number, depth: number): { rules: Rule[]; next: number } {
  const rules: Rule[] = [];
  let at = from;
  while (at < lines.length && (lines[at] as Line).depth === depth) {
    const line = lines[at] as Line;
    const [keyword = ''] = line.words;
    const retention = RETENTION[keyword.replace('~', '')];
    if (retention) {
      const inner = readRules(lines, at + 1, depth + 1);
      const [id = '', occurrence = ''] = line.words.slice(1);
      rules.push(loopRule(id, { ...readOccurrence(occurrence), name: line.name, carried: !keyword.endsWith('~') }, retention, inner.rules));
      at = inner.next;
    } else {
      rules.push(segmentRule(line));
      at += 1;
    }
  }
  return { rules, next: at };
}

function readOccurrence(text: string): Pick<LoopRule, 'min' | 'max' | 'lenient'> {
  const match = /^(\d+)(?:-(\d+|n))?(\?)?$/.exec(text);
  if (!match) throw new Error(`Not an occurrence: ${text}`);
  const [, min = '', max = min, lenient] = match;
  return { min: Number(min), max: max === 'n' ? Infinity : Number(max), lenient: lenient === '?' };
}

function loopRule(id: string, occurrence: Pick<LoopRule, 'min' | 'max' | 'lenient' | 'name' | 'carried'>, retention: Retention, rules: Rule[]): LoopRule {
  const slots: { segmentId: string; choices: Rule[] }[] = [];
  for (const rule of rules) {
    const segmentId = triggerOf(rule).id;
    const last = slots.at(-1);
    // The first segment of a loop opens it; nothing shares its place.
    if (last && last.segmentId === segmentId && slots.length > 1) last.choices.push(rule);
    else slots.push({ segmentId, choices: [rule] });
  }
  const max = retention === 'kept' ? Math.min(occurrence.max, MANY) : occurrence.max;
  return { kind: 'loop', id, ...occurrence, max, retention, slots, entries: indexSlots(slots) };
}

function indexSlots(slots: readonly Slot[]): ReadonlyMap<string, number[]> {
  const entries = new Map<string, number[]>();
  for (const [index, slot] of slots.entries()) entries.set(slot.segmentId, [...(entries.get(slot.segmentId) ?? []), index]);
  return entries;
}

function segmentRule(line: Line): SegmentRule {
  const [word = '', occurrence = '', ...tokens] = line.words;
  const id = word.replace('~', '');
  const definition = SEGMENTS.get(id);
  if (!definition) throw new Error(`No segment ${id} in the directory`);
  const elements: (ElementRule | undefined)[] = [];
  let match: Match | null = null;
  for (const token of tokens) match = readElement(token, definition, elements) ?? match;
  const used = definition.notes.filter((note) => note.positions.some((position) => elements[position]));
  const { min, max, lenient } = readOccurrence(occurrence);
  return {
    kind: 'segment', id, min, max: Math.min(max, MANY), lenient, name: line.name, carried: !word.endsWith('~'),
    match, elements, defined: definition.positions.length, notes: used,
  };
}

function readElement(token: string, segment: SegmentDefinition, elements: (ElementRule | undefined)[]): Match | null {
  const [, key, first, last = first, mark, codes, inside] = TOKEN.exec(token) ?? fail(`${segment.id}: not an element: ${token}`);
  let match: Match | null = null;
  for (let position = Number(first); position <= Number(last); position += 1) {
    const definition = segment.positions[position - 1] ?? fail(`${segment.id} has no element ${position}`);
    const { components, inner } = readComponents(definition, inside, `${segment.id}${position}`);
    const allowed = readValues(codes);
    elements[position] = { required: mark === '!', ...allowed, definition: definition.element ?? null, components, repeat: definition.repeat };
    if (key && allowed.codes) match = { element: position, component: 0, codes: allowed.codes };
    if (inner) match = { element: position, ...inner };
  }
  return match;
}

function readComponents(position: Position, inside: string | undefined, place: string): { components: ElementRule['components']; inner: Omit<Match, 'element'> | null } {
  if (!position.components) return inside ? fail(`${place} is not a composite`) : { components: null, inner: null };
  if (!inside) return fail(`${place} is a composite; name its components`);
  const components: (ElementRule | undefined)[] = [];
  let inner: Omit<Match, 'element'> | null = null;
  for (const token of inside.split(',')) {
    const [, key, first, last = first, mark, codes] = TOKEN.exec(token) ?? fail(`${place}: not a component: ${token}`);
    for (let at = Number(first); at <= Number(last); at += 1) {
      const definition = position.components[at - 1] ?? fail(`${place} has no component ${at}`);
      const allowed = readValues(codes);
      components[at] = { required: mark === '!', ...allowed, definition, components: null, repeat: 1 };
      if (key && allowed.codes) inner = { component: at, codes: allowed.codes };
    }
  }
  return { components, inner };
}

function readValues(text: string | undefined): Pick<ElementRule, 'codes' | 'digits'> {
  if (!text) return { codes: null, digits: null };
  if (text.startsWith('#')) return { codes: null, digits: Number(text.slice(1)) };
  if (text.startsWith('$')) return { codes: CODE_SETS[text.slice(1)] ?? fail(`No code set ${text}`), digits: null };
  return { codes: new Set(text.split('|')), digits: null };
}

function fail(message: string): never {
  throw new Error(message);
}
