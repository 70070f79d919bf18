import { ApplicationFailure } from '@temporalio/common';
import { type UpdateRefusal } from '../contracts/messages';

/** Thrown by an Update's validator: the Update leaves no trace in the history and its sender learns why. */
export function refuse(type: UpdateRefusal, message: string): never {
  throw ApplicationFailure.create({ type, message, nonRetryable: true });
}
