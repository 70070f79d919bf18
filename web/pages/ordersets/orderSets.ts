import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { type Draft, draftFromPost, draftOf, EMPTY, lineOf } from './draft';
import { lineView, toAdd } from './lineView';

/** The hospital's order sets: everybody of the staff reads them, a physician in charge and administrators change them. */
export const orderSetPages = [
  get('/order-sets', showList),
  get('/order-sets/new', (visit) => showForm(visit, null, EMPTY)),
  post('/order-sets/new', (visit) => save(visit, codeOf(visit))),
  get('/order-sets/:setCode', showSet),
  post('/order-sets/:setCode', (visit) => save(visit, visit.param('setCode'))),
];

/** "Hip fracture" → "hip-fracture": the code of a new set, from its name. */
const codeOf = (visit: Visit): string => (visit.posted.get('label') ?? '').toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'set';

async function showList(visit: Visit): Promise<void> {
  const retired = visit.query.get('show') === 'retired';
  const words = visit.query.get('q')?.trim() ?? '';
  const { items, mayChange } = await visit.api.call(contract.listOrderSets, { query: { retired: retired ? 'true' : 'false' } });
  const found = items.filter((set) => [set.label, set.source, ...set.items.map(({ display }) => display)].join(' ').toLowerCase().includes(words.toLowerCase()));
  visit.render('ordersets/list', {
    mayChange, words, retired, sets: found.map(({ items: lines, ...set }) => ({ ...set, lines: lines.length, ticked: lines.filter(({ isPreselected }) => isPreselected).map(({ display }) => display).join(', ') })),
    chips: [{ label: 'In use', href: '/order-sets', current: !retired }, { label: 'Out of use', href: '/order-sets?show=retired', current: retired }],
    empty: { title: words ? 'No set fits' : retired ? 'None out of use' : 'No order sets', text: words ? 'Search for part of a name, a test or a medicine.' : retired ? 'Every set is in use.' : 'Physicians order test by test until there is one.' },
  });
}

type OrderSet = Awaited<ReturnType<typeof read>>;
const read = (visit: Visit) => visit.api.call(contract.readOrderSet, { params: { setCode: visit.param('setCode') } });

async function showSet(visit: Visit): Promise<void> {
  const set = await read(visit);
  await showForm(visit, set, draftOf(set));
}

async function showForm(visit: Visit, set: OrderSet | null, draft: Draft, refusal: RefusedForm | null = null): Promise<void> {
  if (set === null && !(await visit.api.call(contract.listOrderSets, { query: {} })).mayChange) throw new Refusal(403, 'A physician in charge or an administrator makes order sets.');
  const errors = refusal?.errors ?? {};
  const errorsOf = (index: number) => Object.fromEntries(Object.entries(errors).flatMap(([field, message]) => (field.startsWith(`items[${index}].`) ? [[field.slice(`items[${index}].`.length), message]] : [])));
  visit.render('ordersets/set', {
    ...refusal, set, draft, errors, problems: refusal?.problems ?? [], version: visit.posted.get('version') ?? set?.version ?? 0, mayChange: set === null || set.mayChange, action: set === null ? '/order-sets/new' : `/order-sets/${set.code}`,
    lines: draft.lines.map((line, index) => lineView(line, errorsOf(index))), add: toAdd(draft),
    reasons: draft.reasons.map((code) => ({ code, display: set?.reasons.find((one) => one.code === code)?.display ?? code })),
    reasonError: Object.entries(errors).find(([field]) => field.startsWith('reasons'))?.[1] ?? null,
  }, { status: refusal?.status ?? 200 });
}

async function save(visit: Visit, code: string): Promise<void> {
  const draft = draftFromPost(visit.posted);
  const version = Number(visit.posted.get('version'));
  const set = version === 0 ? null : await read(visit);
  if (visit.posted.get('step') === 'add') return showForm(visit, set, draft);
  const { label, source, why, isRetired, reasons } = draft;
  try {
    await visit.api.call(contract.saveOrderSet, { params: { setCode: code }, body: { version, label, source, why, isRetired, reasons: [...reasons], items: draft.lines.map(lineOf) } });
    visit.redirect(`/order-sets/${code}`, 'order-set-saved');
  } catch (error) {
    const refusal = refusalOf(error);
    await showForm(visit, set, draft, refusal);
  }
}
