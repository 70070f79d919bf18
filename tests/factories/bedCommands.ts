import fc from 'fast-check';
import { BedModel, type BedCommand } from '../support/bedModel';

/** Two rooms of two beds and a single one that can isolate, with a monitor. */
export const MODEL_BEDS = [0, 1, 2, 3, 4].map((id) => ({ id, room: id === 4 ? 2 : id < 2 ? 0 : 1, sexConstraint: null, isolationCapable: id === 4, equipment: id === 4 ? ['oxygen', 'monitor'] : ['oxygen'] }));
export const MODEL_PATIENTS = [
  { id: 0, sex: 'female', isolation: null, equipment: [] }, { id: 1, sex: 'female', isolation: null, equipment: ['oxygen'] }, { id: 2, sex: 'male', isolation: null, equipment: [] },
  { id: 3, sex: 'male', isolation: 'droplet', equipment: [] }, { id: 4, sex: 'unknown', isolation: null, equipment: ['monitor'] },
];

export function newModel(now = new Date('2026-03-02T08:00:00Z')): BedModel {
  return new BedModel(MODEL_BEDS, MODEL_PATIENTS, now);
}

const bed = fc.nat({ max: MODEL_BEDS.length - 1 });
const patient = fc.nat({ max: MODEL_PATIENTS.length - 1 });

/** Anything anybody could do to a ward's beds, sensible or not. */
export const bedCommand: fc.Arbitrary<BedCommand> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('assign' as const), patient, bed }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('move' as const), patient, bed }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('swap' as const), bed, other: bed }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), lay: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reserve' as const), patient, bed }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('give-back' as const, 'clean' as const, 'close' as const, 'reopen' as const), bed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), patient }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(10, 31, 61) }) },
);
