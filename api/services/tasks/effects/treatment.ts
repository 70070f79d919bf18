import { type TaskEffects } from '../effect';

export const treatmentEffects: TaskEffects = {};
