import { internalContract } from '../contract/internal';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { lockCriticalReport, openCriticalTask } from '../services/clinical/results/criticalTask';
import { planMedicineRound } from '../services/clinical/medicines/planRound';
import { dischargeEncounter } from '../services/encounters/discharge';
import { askEligibility } from '../services/encounters/eligibility';
import { type EncounterRow, lockEncounter } from '../services/encounters/encounterRow';
import { planCare } from '../services/encounters/planCare';
import { revokeOrders, undoBed, undoMedicines, type Undone, undoRegistration } from '../services/encounters/undo';
import { undoCharges, undoClaimsOf } from '../services/money/undo';

const load = (act: Act, { params }: { params: { encounterId: string } }) => lockEncounter(act, params.encounterId);

/** What workflows do to a stay. Each is idempotent by what it does as well as by its key. */
export function internalCareRoutes(): Route[] {
  return [
    route(internalContract.checkEligibility, {
      policy: 'internal', load,
      handle: async (act, { loaded }) => {
        const status = await askEligibility(act, loaded);
        audit(act, 'eligibility.asked', loaded, { status });
        return { status };
      },
    }),
    route(internalContract.planCare, {
      policy: 'internal', load,
      handle: async (act, { loaded }) => {
        audit(act, 'care.planned', loaded);
        return planCare(act, loaded);
      },
    }),
    route(internalContract.planMedicineRound, {
      policy: 'internal', load,
      handle: async (act, { loaded, body }) => {
        const planned = await planMedicineRound(act, loaded);
        audit(act, 'medicine-round.planned', loaded, { round: body.round, doses: planned.doses });
        return planned;
      },
    }),
    route(internalContract.openCriticalTask, {
      policy: 'internal', load: (act, { params }) => lockCriticalReport(act, params.reportId),
      handle: async (act, { loaded, body }) => ({ taskId: await openCriticalTask(act, loaded, body) }),
    }),
    route(internalContract.dischargeEncounter, {
      policy: 'internal', load,
      handle: async (act, { loaded, body }) => {
        await dischargeEncounter(act, loaded, body.disposition);
        return { done: true as const };
      },
    }),
    route(internalContract.undoAdmission, {
      policy: 'internal', load,
      handle: async (act, { loaded, body }) => {
        const undone = await undo(act, loaded, body.what);
        audit(act, `admission.undone-${body.what}`, loaded, { undone: undone.undone });
        return undone;
      },
    }),
  ];
}

async function undo(act: Act, encounter: EncounterRow, what: 'bed' | 'orders' | 'medicines' | 'charges' | 'claim' | 'registration'): Promise<Undone> {
  switch (what) {
    case 'bed': return undoBed(act, encounter);
    case 'orders': return { undone: await revokeOrders(act, encounter.id), bedNeedsCleaning: false };
    case 'medicines': return undoMedicines(act, encounter);
    case 'charges': return { undone: await undoCharges(act, encounter.id), bedNeedsCleaning: false };
    case 'claim': return { undone: await undoClaimsOf(act, encounter.id), bedNeedsCleaning: false };
    case 'registration': return undoRegistration(act, encounter);
  }
}

function audit(act: Act, action: string, encounter: EncounterRow, detail?: unknown): void {
  act.audits.push({ action, resourceType: 'encounter', resourceId: encounter.id, patientId: encounter.patientId, ...(detail === undefined ? {} : { detail }) });
}
