import { type contract } from '../../../api/client';
import { CONFIDENCE_LABELS } from '../../../domain/beds/prediction';
import { CLOSURE_REASONS, type ClosureReason, isReopenable } from '../../../domain/beds/status';
import { type Reply } from '../../http/visit';
import { type IconName } from '../../render/icons';

export type Board = Reply<typeof contract.readBedBoard>;
export type Bed = Board['wards'][number]['beds'][number];

export interface BedView extends Bed {
  readonly kind: string;
  readonly glyph: IconName;
  readonly words: string;
  readonly confidence: string | null;
  /** Somebody may say that it is clean and in use again; while there is a task to clean it, that task says so. */
  readonly isReopenable: boolean;
}

/** How a bed looks at a glance: a word, an icon and a colour for each state. */
export function bedView(bed: Bed): BedView {
  return { ...bed, ...looks(bed), confidence: bed.prediction ? CONFIDENCE_LABELS[bed.prediction.confidence].toLowerCase() : null, isReopenable: isReopenable(bed.status) && !bed.cleaning };
}

function looks(bed: Bed): { kind: string; glyph: IconName; words: string } {
  if (bed.status === 'C') return { kind: 'out', glyph: 'lock', words: bed.closedReason ? `Out of use: ${CLOSURE_REASONS[bed.closedReason as ClosureReason] ?? bed.closedReason}` : 'Out of use' };
  if (bed.isLeaving) return { kind: 'leaving', glyph: 'out', words: 'Leaving' };
  if (bed.status === 'O') return { kind: 'occupied', glyph: 'person', words: 'Occupied' };
  if (bed.status === 'H' || bed.status === 'K') return { kind: 'cleaning', glyph: 'sparkle', words: bed.statusLabel };
  if (bed.isReserved) return { kind: 'reserved', glyph: 'clock', words: 'Reserved' };
  return { kind: bed.status === 'U' ? 'free' : 'out', glyph: bed.status === 'U' ? 'done' : 'shield', words: bed.statusLabel };
}
