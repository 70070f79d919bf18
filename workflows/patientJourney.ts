import { CancellationScope, condition } from '@temporalio/workflow';
import { type CancelReason, type JourneyOutcome } from '../domain/journey/stages';
import { type JourneyInput } from './contracts/messages';
import { listenToLaboratory } from './care/laboratory';
import { listenToBedside, listenToCorrections } from './care/observations';
import { adjudicateClaim } from './stages/adjudication';
import { admitPatient } from './stages/admission';
import { billEncounter } from './stages/billing';
import { settleCoverage } from './stages/coverage';
import { diagnosePatient } from './stages/diagnostics';
import { cleanBed, dischargePatient, finishLateTasks } from './stages/discharge';
import { stopCare, undoAdmission } from './stages/earlyEnd';
import { arrangeFollowUp } from './stages/followUp';
import { treatPatient } from './stages/treatment';
import { isOfThisGeneration } from './support/generation';
import { Journey } from './support/journey';

/**
 * One patient's way through the hospital, from admission to the paid claim and the follow-up (workflow ID
 * `journey-<encounterId>`). A person's task, a step that is stuck or an API that is away makes it wait; nothing makes it fail.
 *
 * It is ended by `cancelJourney`, which knows why and undoes what must be undone; Temporal's own request to cancel is ignored.
 */
export async function patientJourney(input: JourneyInput): Promise<JourneyOutcome> {
  return CancellationScope.nonCancellable(() => pathway(input));
}

async function pathway(input: JourneyInput): Promise<JourneyOutcome> {
  const journey = new Journey(input).open();
  listenToBedside(journey);
  listenToCorrections(journey);
  listenToLaboratory(journey);

  const leftEarly = await journey.unlessCancelled(async () => {
    if (input.resumed) journey.inBackground(settleCoverage(journey));
    await journey.stage('admission', admitPatient);
    await journey.stage('diagnostics', diagnosePatient);
    await journey.stage('treatment', treatPatient);
    await journey.stage('discharge', dischargePatient);
  });
  if (leftEarly === 'admission-in-error') return undoAdmission(journey);
  if (leftEarly) await stopCare(journey, leftEarly);

  let outcome: JourneyOutcome = 'cancelled';
  const undone = await journey.unlessCancelled(async () => {
    journey.board.leave();
    journey.inBackground(cleanBed(journey));
    if (journey.lateTasks.length > 0) journey.inBackground(finishLateTasks(journey));
    if (leftEarly) journey.inBackground(settleCoverage(journey));
    if (leftEarly !== 'deceased') journey.inBackground(arrangeFollowUp(journey));
    // The bill waits until the record has been asked for what people do next: they are there, and the payer has time.
    if (isOfThisGeneration()) await condition(() => !journey.tasks.hasWanted || journey.board.isSending);
    outcome = await settleBill(journey, leftEarly);
  });
  return undone ? undoAdmission(journey) : journey.close(outcome);
}

/** From the charges to the last word of the payer. */
async function settleBill(journey: Journey, leftEarly: CancelReason | null): Promise<JourneyOutcome> {
  const { board } = journey;
  board.enter('billing');
  const bill = await billEncounter(journey);
  if (bill.claimId !== null) {
    board.enter('adjudication');
    return adjudicateClaim(journey, bill.claimId);
  }
  board.mark('adjudication', 'skipped');
  // Who left before anything was charged owes nothing: the journey was cancelled, not paid by the patient.
  return leftEarly && bill.invoiceId === null ? 'cancelled' : 'self-pay';
}
