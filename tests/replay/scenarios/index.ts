import { CLAIMS } from './claims';
import { ERRANDS } from './errands';
import { JOURNEYS } from './journeys';
import { type Scenarios } from './scenario';

/** The paths of every workflow through its code: a change that leaves one of them is a change for `patched`. */
export const SCENARIOS: Scenarios = { ...JOURNEYS, ...CLAIMS, ...ERRANDS };
