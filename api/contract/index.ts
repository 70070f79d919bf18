import { internalContract } from './internal';

/** Every operation of the API, by area. */
export const contract = { ...internalContract } as const;
