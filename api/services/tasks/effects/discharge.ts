import { type TaskEffects } from '../effect';

export const dischargeEffects: TaskEffects = {};
