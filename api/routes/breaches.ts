import { breachesContract } from '../contract/breaches';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { decideBreach, listBreaches, openBreach, recordNotice } from '../services/breaches/breaches';
import { lockBreach } from '../services/breaches/breachRow';
import { endDecoy, listDecoys, lockDecoy, plantDecoy } from '../services/breaches/decoys';
import { printBreachLetter, printBreachLetters } from '../services/breaches/letter';
import { markLettersSent, writeNotice } from '../services/breaches/notices';
import { readBreach } from '../services/breaches/report';

const load = (act: Act, { params }: { params: { breachId: string } }) => lockBreach(act, params.breachId);

/** Decoy records and breaches of patients' data (45 CFR 164.400 to 414). */
export function breachRoutes(): Route[] {
  return [
    route(breachesContract.listDecoys, { policy: 'decoy.read', handle: (act, { query }) => listDecoys(act, query) }),
    route(breachesContract.plantDecoy, { policy: 'decoy.write', fresh: true, handle: (act, { body }) => plantDecoy(act, body) }),
    route(breachesContract.endDecoy, { policy: 'decoy.write', fresh: true, load: (act, { params }) => lockDecoy(act, params.decoyId), handle: (act, { loaded }) => endDecoy(act, loaded) }),
    route(breachesContract.listBreaches, { policy: 'breach.read', handle: (act, { query }) => listBreaches(act, query) }),
    route(breachesContract.openBreach, { policy: 'breach.write', handle: (act, { body }) => openBreach(act, body) }),
    route(breachesContract.readBreach, { policy: 'breach.read', fresh: true, load, handle: (act, { loaded }) => readBreach(act, loaded) }),
    route(breachesContract.decideBreach, { policy: 'breach.write', load, handle: (act, { loaded, body }) => decideBreach(act, loaded, body) }),
    route(breachesContract.recordNotice, { policy: 'breach.write', load, handle: (act, { loaded, body }) => recordNotice(act, loaded, body) }),
    route(breachesContract.writeBreachNotice, { policy: 'breach.write', load, handle: (act, { loaded, body }) => writeNotice(act, loaded, body) }),
    route(breachesContract.printBreachLetter, { policy: 'breach.letter', fresh: true, load, handle: (act, { loaded, params }) => printBreachLetter(act, loaded, params.patientId) }),
    route(breachesContract.printBreachLetters, { policy: 'breach.letter', fresh: true, load, handle: (act, { loaded, query }) => printBreachLetters(act, loaded, query) }),
    route(breachesContract.markLettersSent, { policy: 'breach.write', load, handle: (act, { loaded, body }) => markLettersSent(act, loaded, body) }),
  ];
}
