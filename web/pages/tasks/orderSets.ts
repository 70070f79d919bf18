import { type TaskInput } from '../../../domain/tasks/form';
import { type Typed } from '../../forms/typed';
import { type Visit } from '../../http/visit';

/** The order set that is looked at: as typed, else as chosen by its chip, else as the task suggests. Empty when none is. */
export function chosenSet(visit: Visit, input: TaskInput, typed: Typed | null): string {
  const suggested = input.values?.['orderSet'];
  return typed?.text.get('orderSet') ?? visit.query.get('set') ?? (typeof suggested === 'string' ? suggested : '');
}

/** Forms whose rows stand in groups show only the lines of the sets that were chosen; any other form is left as it is. */
export function ofChosenSets(visit: Visit, input: TaskInput, typed: Typed | null): TaskInput {
  const { items } = input.rows ?? {};
  if (!items?.some(({ group }) => group)) return input;
  const set = chosenSet(visit, input, typed);
  const shown = [set, typed?.text.get('alsoSet') ?? ''];
  return { ...input, values: { ...input.values, ...(set ? { orderSet: set } : {}) }, rows: { ...input.rows, items: items.filter(({ group }) => group !== undefined && shown.includes(group.value)) } };
}

/** The sets to look into, each by its address: choosing one needs no script. */
export function orderSetChips(input: TaskInput, taskId: string, chosen: string): { label: string; href: string; current: boolean }[] {
  if (!input.rows?.['items']?.some(({ group }) => group)) return [];
  return (input.options?.['orderSet'] ?? []).map(({ value, label }) => ({ label, href: `/tasks/${taskId}?set=${value}`, current: value === chosen }));
}
