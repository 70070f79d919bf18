import { type BedToFit, misfit, type PatientToFit, unsuitable } from '../../domain/beds/fitting';
import { isKept } from '../../domain/beds/reservation';
import { type BedStatus, isReopenable, statusAfterLeaving } from '../../domain/beds/status';
import { undoRefusal } from '../../domain/beds/undo';

/** A patient and a bed by number, as a test deals with them. */
export interface ModelPatient extends PatientToFit {
  readonly id: number;
}

interface ModelBed extends Pick<BedToFit, 'sexConstraint' | 'isolationCapable' | 'equipment'> {
  readonly id: number;
  readonly room: number;
  status: BedStatus;
}

interface Move {
  readonly patient: number;
  readonly from: number;
  readonly to: number;
  readonly at: Date;
  readonly by: number;
  readonly pair: number | null;
  undone: boolean;
}

export type BedCommand =
  | { readonly kind: 'assign' | 'reserve' | 'move'; readonly patient: number; readonly bed: number }
  | { readonly kind: 'leave'; readonly patient: number }
  | { readonly kind: 'give-back' | 'clean' | 'close' | 'reopen'; readonly bed: number }
  | { readonly kind: 'swap'; readonly bed: number; readonly other: number }
  | { readonly kind: 'undo'; readonly lay: boolean }
  | { readonly kind: 'wait'; readonly minutes: number };

const RESERVED_MINUTES = 60;

/**
 * A small ward played by the rules of `domain/beds` alone: what a sequence of commands should come to. Tests hold random
 * sequences against its invariants, and the API against it.
 */
export class BedModel {
  readonly beds: ModelBed[];
  /** Who lies where. */
  readonly lying = new Map<number, number>();
  readonly kept = new Map<number, { bed: number; until: Date }>();
  readonly moves: Move[] = [];
  /** Beds a task asks housekeeping for. */
  readonly toClean = new Set<number>();

  constructor(beds: readonly Omit<ModelBed, 'status'>[], readonly patients: readonly ModelPatient[], public now: Date) {
    this.beds = beds.map((bed) => ({ ...bed, status: 'U' }));
  }

  /** Do it, if the rules allow. False when they refuse; nothing has changed then. */
  perform(command: BedCommand): boolean {
    switch (command.kind) {
      case 'assign': return !this.lying.has(command.patient) && this.fits(command.patient, command.bed) && this.lieDown(command.patient, command.bed);
      case 'reserve': return this.fits(command.patient, command.bed) && this.keep(command.patient, command.bed);
      case 'move': return this.move(command.patient, command.bed);
      case 'leave': return this.leave(command.patient);
      case 'give-back': return this.giveBack(command.bed);
      case 'clean': return this.clean(command.bed);
      case 'close': return this.close(command.bed);
      case 'reopen': return this.reopen(command.bed);
      case 'swap': return this.swap(command.bed, command.other);
      case 'undo': return this.undo(command.lay);
      case 'wait': return this.wait(command.minutes);
    }
  }

  bed(id: number): ModelBed {
    return this.beds[id] as ModelBed;
  }

  whoLiesIn(bed: number): number | null {
    return [...this.lying].find(([, lies]) => lies === bed)?.[0] ?? null;
  }

  keptFor(bed: number): number | null {
    return [...this.kept].find(([, { bed: keeps, until }]) => keeps === bed && isKept(until, this.now))?.[0] ?? null;
  }

  private seenBy(patient: number, id: number, leaving = patient): BedToFit {
    const bed = this.bed(id);
    const keeper = this.keptFor(id);
    const neighbours = this.beds.filter((other) => other.room === bed.room && other.id !== id).flatMap((other) => [this.whoLiesIn(other.id), this.keptFor(other.id)]);
    return {
      ...bed, operationalStatus: bed.status, isReserved: keeper !== null && keeper !== patient,
      roommates: neighbours.flatMap((one) => (one === null || one === leaving ? [] : [this.patient(one).sex])),
    };
  }

  private patient(id: number): ModelPatient {
    return this.patients[id] as ModelPatient;
  }

  private fits(patient: number, bed: number): boolean {
    return misfit(this.seenBy(patient, bed), this.patient(patient)) === null;
  }

  private lieDown(patient: number, bed: number): true {
    this.kept.delete(patient);
    this.lying.set(patient, bed);
    this.bed(bed).status = 'O';
    return true;
  }

  private vacate(patient: number): number {
    const bed = this.lying.get(patient) as number;
    this.lying.delete(patient);
    this.bed(bed).status = statusAfterLeaving(this.patient(patient).isolation);
    return bed;
  }

  private keep(patient: number, bed: number): true {
    this.kept.set(patient, { bed, until: new Date(this.now.getTime() + RESERVED_MINUTES * 60_000) });
    return true;
  }

  private move(patient: number, bed: number): boolean {
    const from = this.lying.get(patient);
    if (from === undefined || !this.fits(patient, bed)) return false;
    this.vacate(patient);
    this.toClean.add(from);
    this.lieDown(patient, bed);
    this.moves.push({ patient, from, to: bed, at: this.now, by: 0, pair: null, undone: false });
    return true;
  }

  private leave(patient: number): boolean {
    if (!this.lying.has(patient)) return false;
    this.kept.delete(patient);
    this.toClean.add(this.vacate(patient));
    return true;
  }

  private giveBack(bed: number): boolean {
    const keeper = this.keptFor(bed);
    return keeper !== null && this.kept.delete(keeper);
  }

  private clean(id: number): boolean {
    if (!this.toClean.delete(id)) return false;
    const bed = this.bed(id);
    if (bed.status === 'H' || bed.status === 'K') bed.status = 'U';
    return true;
  }

  private close(id: number): boolean {
    const bed = this.bed(id);
    if (this.whoLiesIn(id) !== null || this.keptFor(id) !== null || bed.status === 'C') return false;
    bed.status = 'C';
    return true;
  }

  private reopen(id: number): boolean {
    const bed = this.bed(id);
    if (!isReopenable(bed.status) || this.toClean.has(id)) return false;
    bed.status = 'U';
    return true;
  }

  private swap(one: number, other: number): boolean {
    const [first, second] = [this.whoLiesIn(one), this.whoLiesIn(other)];
    if (one === other || first === null || second === null) return false;
    if (!this.suits(first, one, other, second) || !this.suits(second, other, one, first)) return false;
    this.lying.set(first, other);
    this.lying.set(second, one);
    const pair = this.moves.length;
    for (const [patient, from, to] of [[first, one, other], [second, other, one]] as const) this.moves.push({ patient, from, to, at: this.now, by: 0, pair, undone: false });
    return true;
  }

  /** Would the patient who lies in one bed do in another, if `leaving` lay elsewhere? Within a room neighbours stay neighbours. */
  private suits(patient: number, from: number, to: number, leaving: number): boolean {
    const seen = this.seenBy(patient, to, leaving);
    return unsuitable({ ...seen, roommates: this.bed(from).room === this.bed(to).room ? [] : seen.roommates }, this.patient(patient)) === null;
  }

  private undo(lay: boolean): boolean {
    const last = this.moves.at(-1);
    if (!last) return false;
    const halves = last.pair === null ? [last] : this.moves.filter(({ pair }) => pair === last.pair);
    const allowed = halves.every((move) => undoRefusal({
      movedAt: move.at, isUndone: move.undone, isMine: true, oldBedStatus: this.bed(move.from).status,
      isStillThere: this.lying.get(move.patient) === move.to && this.moves.filter(({ patient }) => patient === move.patient).at(-1) === move,
      isOldBedUnsuitable: !this.suits(move.patient, move.to, move.from, halves.find((half) => half !== move)?.patient ?? move.patient),
      isOldBedTaken: [this.whoLiesIn(move.from), this.keptFor(move.from)].some((one) => one !== null && !halves.some(({ patient, to }) => patient === one && to === move.from)),
    }, this.now) === null);
    if (!allowed) return false;
    for (const move of halves) {
      const left = this.vacate(move.patient);
      if (last.pair === null && !lay) this.bed(left).status = 'U';
      if (last.pair === null && lay) this.toClean.add(left);
    }
    for (const move of halves) {
      this.lying.set(move.patient, move.from);
      this.bed(move.from).status = 'O';
      if (last.pair === null) this.toClean.delete(move.from);
      move.undone = true;
    }
    return true;
  }

  private wait(minutes: number): true {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
    for (const [patient, { until }] of this.kept) if (!isKept(until, this.now)) this.kept.delete(patient);
    return true;
  }
}
