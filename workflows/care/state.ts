import { type Acuity } from '../../domain/clinical/news2';

/**
 * Where the care of a patient stands, from the first observations to the decision on discharge. Plain JSON, changed in place
 * by the strands of care; times are epoch milliseconds of workflow time.
 */
export interface CareState {
  /** How often the orders were read for what they ask. */
  plans: number;
  /** When the loop of care has to look again; the workflow's alarm reads it. */
  nextDueAt: number | null;
  /** The last score, or what a worried person said of somebody who is not scored. */
  news2: Acuity | null;
  observations: { round: number; dueAt: number | null };
  reviews: number;
  /** What called for help was entered in error: nobody has to come for it any more. */
  callsWithdrawn?: boolean;
  emergencies: number;
  /** How often something came in that the loop of care has to look at, other than a task; and the last message of observations. */
  news: number;
  heard: string | null;
  medicines: {
    verifications: number; unverified: boolean; everyHours: number | null; round: number; dueAt: number | null; finished: boolean;
    /** When the record's next dose is due; null: none is. Absent until a round has said so. */
    nextAt?: number | null;
    /** Orders came in after discharge was decided: prescriptions to take home. */
    takeHome?: boolean;
  };
  /** Stat doses; absent in journeys that began before there were any. */
  stat?: { asked: number; wanted: boolean; underWay: boolean };
  /** How often somebody ordered outside the pathway's own tasks, and how many of these orders were looked at. */
  ordersChanged?: number;
  ordersSeen?: number;
  /** Order rounds still to examine, the first of them under way. */
  laboratory: { examined: number; rounds: number[]; phase: LaboratoryPhase };
  /** Order rounds examined beside them: urgent ones, new specimens for rejected ones, and finals of preliminary reports. Absent: none was. */
  atOnce?: { round: number; phase: LaboratoryPhase | 'finalising' }[];
  /** Imaging, each round by itself. Absent in journeys that began before there was any. */
  imaging?: ImagingRound[];
  /** The messages of reports that were changed into critical ones: each asks once. */
  corrections?: string[];
  procedures: { asked: number; rounds: number[]; underWay: boolean };
  discharge: { decisions: number; dueAt: number | null; decided: boolean };
}

export type LaboratoryPhase = 'waiting' | 'collecting' | 'receiving' | 'resulting';

export interface ImagingRound {
  readonly round: number;
  /** Nobody waits for a slot. */
  readonly stat: boolean;
  phase: 'waiting' | 'scheduling' | 'performing' | 'reporting' | 'finalising' | 'over';
}

export function newCareState(): CareState {
  return {
    plans: 0,
    nextDueAt: null,
    news2: null,
    observations: { round: 0, dueAt: null },
    reviews: 0,
    emergencies: 0,
    news: 0,
    heard: null,
    medicines: { verifications: 0, unverified: false, everyHours: null, round: 0, dueAt: null, finished: false },
    laboratory: { examined: 0, rounds: [], phase: 'waiting' },
    procedures: { asked: 0, rounds: [], underWay: false },
    discharge: { decisions: 0, dueAt: null, decided: false },
  };
}
