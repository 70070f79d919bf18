import fc from 'fast-check';
import { type BedCommand, type BedModel } from '../../support/bedModel';
import { bedCommand, MODEL_BEDS, newModel } from '../../factories/bedCommands';

/** What no sequence of commands may ever come to. */
function requireSound(model: BedModel): void {
  const taken = [...model.lying.values()];
  expect(new Set(taken).size).toBe(taken.length); // two patients in one bed (care#2811, care_fe#10795)
  for (const bed of model.beds) {
    const somebody = model.whoLiesIn(bed.id);
    expect(bed.status === 'O').toBe(somebody !== null);
    const keeper = model.keptFor(bed.id);
    if (keeper !== null && somebody !== null) throw new Error('A bed with a patient in it is kept for another.');
    if (model.toClean.has(bed.id) && bed.status === 'U') throw new Error('A bed is free before it was cleaned (hmislk#21587).');
  }
  for (const room of new Set(MODEL_BEDS.map((bed) => bed.room))) {
    const sexes = MODEL_BEDS.filter((bed) => bed.room === room).flatMap(({ id }) => model.patients[model.whoLiesIn(id) ?? -1]?.sex ?? []);
    expect(sexes.includes('male') && sexes.includes('female')).toBe(false);
  }
  for (const [patient, bed] of model.lying) {
    const { isolation, equipment } = model.patients[patient] as BedModel['patients'][number];
    if (isolation) expect(model.bed(bed).isolationCapable).toBe(true);
    for (const one of equipment) expect(model.bed(bed).equipment).toContain(one);
  }
}

const commands = fc.array(bedCommand, { minLength: 1, maxLength: 60 });

describe('any sequence of bed commands', () => {
  test('never puts two in a bed, mixes a room, leaves a bed free uncleaned, or a patient without what they need', () => {
    fc.assert(fc.property(commands, (list) => {
      const model = newModel();
      for (const command of list) {
        model.perform(command);
        requireSound(model);
      }
    }), { numRuns: 300 });
  });

  test('a refused command changes nothing', () => {
    const shown = (model: BedModel) => JSON.stringify([model.beds, [...model.lying].sort(), [...model.kept].sort(), [...model.toClean].sort(), model.moves]);
    fc.assert(fc.property(commands, (list) => {
      const model = newModel();
      for (const command of list) {
        const before = shown(model);
        if (!model.perform(command)) expect(shown(model)).toBe(before);
      }
    }), { numRuns: 150 });
  });

  test('a bed taken out of use before it was cleaned does not come back uncleaned', () => {
    const model = newModel();
    expect([{ kind: 'assign', patient: 1, bed: 0 }, { kind: 'leave', patient: 1 }, { kind: 'close', bed: 0 }, { kind: 'reopen', bed: 0 }, { kind: 'clean', bed: 0 }, { kind: 'reopen', bed: 0 }].map((command) => model.perform(command as BedCommand))).toEqual([true, true, true, false, true, true]);
  });

  test('a move is not taken back into a room the other sex has moved into', () => {
    const model = newModel();
    expect([{ kind: 'assign', patient: 0, bed: 0 }, { kind: 'move', patient: 0, bed: 2 }, { kind: 'assign', patient: 2, bed: 1 }].map((command) => model.perform(command as BedCommand))).toEqual([true, true, true]);
    expect(model.perform({ kind: 'undo', lay: false })).toBe(false);
  });

  test('a move taken back at once leaves everybody where they were', () => {
    fc.assert(fc.property(commands, bedCommand, fc.boolean(), (list, move, lay) => {
      const model = newModel();
      for (const command of list) model.perform(command);
      const before = new Map(model.lying);
      if ((move.kind !== 'move' && move.kind !== 'swap') || !model.perform(move)) return;
      expect(model.perform({ kind: 'undo', lay })).toBe(true);
      expect([...model.lying].sort()).toEqual([...before].sort());
    }), { numRuns: 300 });
  });
});
