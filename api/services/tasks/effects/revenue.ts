import { type TaskEffects } from '../effect';

export const revenueEffects: TaskEffects = {};
