import { claimsContract } from './claims';
import { demonstrationContract } from './demonstration';
import { internalContract } from './internal';
import { journeysContract } from './journeys';
import { moneyContract } from './money';
import { notificationsContract } from './notifications';
import { sessionContract } from './session';
import { tasksContract } from './tasks';
import { viewsContract } from './views';

/** Every operation of the API, by area. */
export const contract = { ...sessionContract, ...tasksContract, ...journeysContract, ...claimsContract, ...moneyContract, ...notificationsContract, ...demonstrationContract, ...viewsContract, ...internalContract } as const;
