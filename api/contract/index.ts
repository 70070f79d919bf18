import { internalContract } from './internal';
import { sessionContract } from './session';

/** Every operation of the API, by area. */
export const contract = { ...sessionContract, ...internalContract } as const;
