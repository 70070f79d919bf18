import { type Migration } from '../migration';

/** Measures of quality ask for one kind of task in a span of due dates, closed ones too: all tasks on record were read for it. */
export const tasksByKind: Migration = {
  name: '0290-tasks-by-kind',
  up: ['CREATE INDEX tasks_kind ON tasks (type, due_at)'],
};
