import { type TaskEffects } from '../effect';

export const admissionEffects: TaskEffects = {};
