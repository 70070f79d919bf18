import { demonstrationContract } from './demonstration';
import { internalContract } from './internal';
import { journeysContract } from './journeys';
import { notificationsContract } from './notifications';
import { sessionContract } from './session';
import { tasksContract } from './tasks';

/** Every operation of the API, by area. */
export const contract = { ...sessionContract, ...tasksContract, ...journeysContract, ...notificationsContract, ...demonstrationContract, ...internalContract } as const;
