import fc from 'fast-check';
import { contract } from '../../api/client';
import { Bed, Room, Ward } from '../../db/models';
import { newId } from '../../db/newId';
import { bedCommand, MODEL_BEDS, MODEL_PATIENTS, newModel } from '../factories/bedCommands';
import { BedDriver } from '../factories/beds';
import { CareDriver, rowsOf } from '../factories/clinical';
import { makeJourney } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { type BedCommand } from '../support/bedModel';

let api: TestApi;
let care: CareDriver;
let beds: BedDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  beds = new BedDriver(api, care);
});
afterAll(() => api.stop());

/** The model's ward and patients in the record, by the model's numbers. */
async function makeModelWard(): Promise<{ bedIds: string[]; encounterIds: string[] }> {
  const wardId = newId();
  await Ward.create({ id: wardId, code: wardId.slice(-8), name: `Model ${wardId.slice(-8)}` });
  const rooms = await Promise.all([0, 1, 2].map((code) => Room.create({ id: newId(), wardId, code: String(code) })));
  const bedIds = MODEL_BEDS.map(() => newId());
  await Bed.bulkCreate(MODEL_BEDS.map((bed, index) => ({ id: bedIds[index] as string, wardId, roomId: rooms[bed.room]?.id ?? '', code: `${wardId.slice(-8)}-${index}`, isolationCapable: bed.isolationCapable, equipment: bed.equipment as object })));
  const encounterIds: string[] = [];
  for (const patient of MODEL_PATIENTS) {
    const { journeyId, patient: made } = await makeJourney(api.database);
    await api.database.sequelize.query('UPDATE patients SET administrative_gender = ?, isolation = ? WHERE id = ?', { replacements: [patient.sex, patient.isolation, made.id] });
    await api.database.sequelize.query('UPDATE encounters SET equipment_needed = ? WHERE id = ?', { replacements: [JSON.stringify(patient.equipment), journeyId] });
    encounterIds.push(journeyId);
  }
  return { bedIds, encounterIds };
}

test('random sequences of commands come to the same over HTTP as by the rules', async () => {
  const manager = (await care.user('bed-manager')).client;
  await fc.assert(fc.asyncProperty(fc.array(bedCommand, { minLength: 12, maxLength: 18 }), async (commands) => {
    const { bedIds, encounterIds } = await makeModelWard();
    const bed = (index: number) => bedIds[index] as string;
    const moveIds: string[] = [];
    const act = async (command: BedCommand): Promise<void> => {
      switch (command.kind) {
        case 'assign': return void (await care.do('bed-manager', encounterIds[command.patient] ?? '', 'assign-bed', { bedId: bed(command.bed) }));
        case 'reserve': return void (await beds.reserve(manager, bed(command.bed), encounterIds[command.patient] ?? ''));
        case 'move': return void moveIds.push((await beds.move(manager, bed(command.bed), encounterIds[command.patient] ?? '')).moveId);
        case 'swap': return void moveIds.push(...(await beds.swap(manager, bed(command.bed), bed(command.other))).moveIds);
        case 'undo': return void (await beds.undo(manager, moveIds.at(-1) ?? newId(), command.lay));
        case 'give-back': return void (await manager.call(contract.giveBackBed, { params: { bedId: bed(command.bed) }, body: { version: await beds.version(bed(command.bed)) } }));
        case 'close': return void (await manager.call(contract.closeBed, { params: { bedId: bed(command.bed) }, body: { version: await beds.version(bed(command.bed)), reason: 'staffing' } }));
        case 'reopen': return void (await manager.call(contract.reopenBed, { params: { bedId: bed(command.bed) }, body: { version: await beds.version(bed(command.bed)), cleaned: true } }));
        case 'clean': return beds.complete(manager, (await beds.cleaningTask(bed(command.bed))) ?? newId(), { cleaned: true });
        case 'leave': {
          await care.do('nurse', encounterIds[command.patient] ?? '', 'confirm-departure', { left: true, transport: 'walking' });
          await care.open(encounterIds[command.patient] ?? '', 'clean-bed');
          return;
        }
        case 'wait':
          await api.database.sequelize.query("UPDATE encounter_locations SET reserved_until = reserved_until - INTERVAL ? MINUTE WHERE status = 'reserved'", { replacements: [command.minutes] });
          await api.database.sequelize.query('UPDATE bed_moves SET moved_at = moved_at - INTERVAL ? MINUTE', { replacements: [command.minutes] });
      }
    };
    const model = newModel();
    for (const command of commands) {
      const done = await act(command).then(() => true, (error: unknown) => {
        if ((error as { status?: number }).status === 500) throw error;
        return false;
      });
      await beds.openCleanings();
      expect([command, done]).toEqual([command, model.perform(command)]);
      const stored = await rowsOf<{ id: string; status: string; encounterId: string | null }>(
        api.database, "SELECT b.id, b.operational_status AS status, l.encounter_id AS encounterId FROM beds b LEFT JOIN encounter_locations l ON l.occupied_bed_id = b.id AND l.status = 'active' WHERE b.id IN (?)", [bedIds]);
      const inRecord = bedIds.map((id) => stored.find((row) => row.id === id)).map((row) => [row?.status, row?.encounterId ?? null]);
      expect([command, inRecord]).toEqual([command, model.beds.map(({ id, status }) => [status, encounterIds[model.whoLiesIn(id) ?? -1] ?? null])]);
    }
  }), { numRuns: 6, seed: Number(process.env['BED_SEED'] ?? 667), endOnFailure: true });
}, 120_000);
