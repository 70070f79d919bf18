import { type Form } from '../form';
import { type TaskType } from '../taskType';
import { accessTasks } from './access';
import { amendmentTasks } from './amendment';
import { admissionTasks } from './admission';
import { bedTasks } from './beds';
import { diagnosticsTasks } from './diagnostics';
import { dischargeTasks } from './discharge';
import { imagingTasks } from './imaging';
import { privacyTasks } from './privacy';
import { revenueTasks } from './revenue';
import { safetyTasks } from './safety';
import { treatmentTasks } from './treatment';

/** Every kind of human task in the hospital. */
export const TASK_TYPES = { ...amendmentTasks, ...admissionTasks, ...diagnosticsTasks, ...imagingTasks, ...treatmentTasks, ...bedTasks, ...dischargeTasks, ...revenueTasks, ...safetyTasks, ...accessTasks, ...privacyTasks } as const satisfies Record<string, TaskType>;

export type TaskTypeName = keyof typeof TASK_TYPES;

export function isTaskType(name: string): name is TaskTypeName {
  return Object.hasOwn(TASK_TYPES, name);
}

/** The type of a task, widened for code that treats all types alike. */
export function taskType(name: TaskTypeName): TaskType {
  return TASK_TYPES[name];
}

/** The form a task was opened with. A changed form gets a new version; open tasks keep theirs until no one holds one. */
export function formOf(name: TaskTypeName): Form {
  return TASK_TYPES[name].form;
}
