import { ChildWorkflowCancellationType, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { followUpWorkflowId } from '../contracts/ids';
import { type FollowUpInput, WORKFLOW_TYPES } from '../contracts/messages';
import { type Journey } from '../support/journey';
import { tellPatient } from './tellPatient';

/**
 * The patient leaves with a date: the appointment is booked as soon as the stay is over, while the bill takes its weeks.
 * Reminders and the survey have their own workflow, months long, which the closing journey leaves running.
 */
export async function arrangeFollowUp(journey: Journey): Promise<void> {
  const { board, encounterId, tasks } = journey;
  board.mark('follow-up', 'current');
  const booked = await tasks.ask({ step: 'book-follow-up', type: 'book-follow-up' });
  // The record says when it is: it knows the hospital's time zone.
  const startsAt = booked.values['needed'] === true ? String(booked.facts['startsAt'] ?? booked.values['startsAt']) : null;
  const appointmentId = typeof booked.facts['appointmentId'] === 'string' ? booked.facts['appointmentId'] : null;
  if (startsAt) await tellPatient(journey.steps, encounterId, { event: `booked-${appointmentId ?? startsAt}`, template: 'appointment-booked', appointmentId });
  await startFollowUp({ encounterId, appointmentId, startsAt });
  board.mark('follow-up', 'done');
}

async function startFollowUp(input: FollowUpInput): Promise<void> {
  try {
    await startChild(WORKFLOW_TYPES.followUp, { workflowId: followUpWorkflowId(input.encounterId), args: [input], parentClosePolicy: ParentClosePolicy.ABANDON, cancellationType: ChildWorkflowCancellationType.ABANDON, workflowIdReusePolicy: 'REJECT_DUPLICATE' });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
