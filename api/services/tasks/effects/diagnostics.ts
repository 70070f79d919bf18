import { type TaskEffects } from '../effect';

export const diagnosticsEffects: TaskEffects = {};
