import { type TaskTypeName } from '../../../../domain/tasks/types';
import { type TaskEffect, type TaskEffects } from '../effect';
import { accessEffects } from './access';
import { amendmentEffects } from './amendment';
import { admissionEffects } from './admission';
import { bedEffects } from './beds';
import { diagnosticsEffects } from './diagnostics';
import { dischargeEffects } from './discharge';
import { imagingEffects } from './imaging';
import { privacyEffects } from './privacy';
import { revenueEffects } from './revenue';
import { safetyEffects } from './safety';
import { treatmentEffects } from './treatment';

const effects: TaskEffects = { ...amendmentEffects, ...admissionEffects, ...diagnosticsEffects, ...imagingEffects, ...treatmentEffects, ...bedEffects, ...dischargeEffects, ...revenueEffects, ...safetyEffects, ...accessEffects, ...privacyEffects };

/** What completing this kind of task does; some only record their form. */
export function effectOf(type: TaskTypeName): TaskEffect {
  return effects[type] ?? {};
}
