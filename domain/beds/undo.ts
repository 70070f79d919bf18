import { MINUTE_MS } from '../time';
import { type BedStatus } from './status';

/** How long a move can be taken back by those who made it. */
export const UNDO_MINUTES = 30;

/** A move and what has become of it since. */
export interface MoveToUndo {
  readonly movedAt: Date;
  readonly isUndone: boolean;
  /** The actor asked for it, agreed to it, accepted it or carried it out. */
  readonly isMine: boolean;
  /** The patient still lies where the move put him. */
  readonly isStillThere: boolean;
  readonly oldBedStatus: BedStatus;
  /** Somebody else lies in the old bed or is expected in it. */
  readonly isOldBedTaken: boolean;
  /** The old place does not suit the patient any more: the other sex lies in the room by now. */
  readonly isOldBedUnsuitable: boolean;
}

export const UNDO_REFUSALS = {
  undone: 'This move was taken back already.',
  'not-yours': 'Only those who made this move can take it back.',
  'too-late': `A move can be taken back for ${UNDO_MINUTES} minutes. Ask for a transfer instead.`,
  'moved-on': 'The patient has been moved again since.',
  'bed-taken': 'The bed the patient came from has been given to somebody else.',
  'bed-unsuitable': 'The bed the patient came from no longer suits: look who lies in that room now.',
  'bed-closed': 'The bed the patient came from is out of use.',
} as const;
export type UndoRefusal = keyof typeof UNDO_REFUSALS;

export function undoEndsAt(movedAt: Date): Date {
  return new Date(movedAt.getTime() + UNDO_MINUTES * MINUTE_MS);
}

/** Why a move cannot be taken back; null when it can. The old bed need not be clean: the patient comes back to it. */
export function undoRefusal(move: MoveToUndo, now: Date): UndoRefusal | null {
  if (move.isUndone) return 'undone';
  if (!move.isMine) return 'not-yours';
  if (now.getTime() > undoEndsAt(move.movedAt).getTime()) return 'too-late';
  if (!move.isStillThere) return 'moved-on';
  if (move.isOldBedTaken) return 'bed-taken';
  if (move.isOldBedUnsuitable) return 'bed-unsuitable';
  if (move.oldBedStatus === 'C') return 'bed-closed';
  return null;
}
