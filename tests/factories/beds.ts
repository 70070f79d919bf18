import { type ApiClient, contract } from '../../api/client';
import { Bed, StaffWard } from '../../db/models';
import { type Role } from '../../domain/roles';
import { type FormValues } from '../../domain/tasks/form';
import { type TaskTypeName } from '../../domain/tasks/types';
import { type TestApi, type TestUser } from '../support/api';
import { type CareDriver, rowsOf } from './clinical';


/** Works beds as people do, and opens the tasks of their errands as the worker does. */
export class BedDriver {
  constructor(private readonly api: TestApi, private readonly care: CareDriver) {}

  /** Somebody who works on these wards only. */
  async onWard(role: Role, ...wardIds: string[]): Promise<TestUser> {
    const user = await this.api.as(role);
    await StaffWard.bulkCreate(wardIds.map((wardId) => ({ userId: user.id, wardId })));
    return user;
  }

  async version(bedId: string): Promise<number> {
    return (await Bed.findByPk(bedId))?.version ?? 0;
  }

  async status(bedId: string): Promise<string | undefined> {
    return (await Bed.findByPk(bedId))?.operationalStatus;
  }

  async reserve(client: ApiClient, bedId: string, encounterId: string, minutes = 60) {
    return client.call(contract.reserveBed, { params: { bedId }, body: { version: await this.version(bedId), encounterId, minutes } });
  }

  async move(client: ApiClient, bedId: string, encounterId: string) {
    return client.call(contract.moveToBed, { params: { bedId }, body: { version: await this.version(bedId), encounterId } });
  }

  async swap(client: ApiClient, bedId: string, otherBedId: string) {
    return client.call(contract.swapBeds, { params: { bedId }, body: { version: await this.version(bedId), otherBedId, otherVersion: await this.version(otherBedId), bedsCleaned: true } });
  }

  async undo(client: ApiClient, moveId: string, layInNewBed = false) {
    return client.call(contract.undoMove, { params: { moveId }, body: { layInNewBed } });
  }

  /** Open a task of a transfer as its workflow does, and answer its ID; null when nobody is asked. */
  async transferTask(transferId: string, type: TaskTypeName, round = 1): Promise<string | null> {
    const workflowId = `bed-transfer-${transferId}`;
    return (await this.care.service.call(contract.openTransferTask, { params: { transferId }, idempotencyKey: this.care.key(), body: { workflowId, step: `${type}-${round}`, type } })).taskId;
  }

  /** Open it and complete it. */
  async answer(client: ApiClient, transferId: string, type: TaskTypeName, values: FormValues, round = 1): Promise<string> {
    const taskId = (await this.transferTask(transferId, type, round)) ?? '';
    await this.complete(client, taskId, values);
    return taskId;
  }

  async complete(client: ApiClient, taskId: string, values: FormValues): Promise<void> {
    const { task } = await client.call(contract.readTask, { params: { taskId } });
    await client.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values } });
  }

  /** What the outbox tells a workflow: the names of its commands, in order. */
  async told(workflowId: string): Promise<string[]> {
    const rows = await rowsOf<{ name: string }>(this.api.database, 'SELECT name FROM workflow_commands WHERE workflow_id = ? ORDER BY id', [workflowId]);
    return rows.map(({ name }) => name);
  }

  /** Open the cleaning tasks of beds that were left during a stay, as their workflows do. Once each. */
  async openCleanings(): Promise<void> {
    const starts = await rowsOf<{ workflowId: string }>(this.api.database, "SELECT workflow_id AS workflowId FROM workflow_commands WHERE name = 'bedCleaning' AND workflow_id NOT IN (SELECT workflow_id FROM tasks WHERE workflow_id IS NOT NULL)");
    for (const { workflowId } of starts) {
      const [location] = await rowsOf<{ bedId: string }>(this.api.database, 'SELECT bed_id AS bedId FROM encounter_locations WHERE id = ?', [workflowId.replace('bed-cleaning-', '')]);
      if (location) await this.care.service.call(contract.openBedTask, { params: { bedId: location.bedId }, idempotencyKey: this.care.key(), body: { workflowId, step: 'clean-bed', type: 'clean-bed' } });
    }
  }

  /** The open cleaning task of a bed. */
  async cleaningTask(bedId: string): Promise<string | null> {
    const [task] = await rowsOf<{ id: string }>(this.api.database, "SELECT id FROM tasks WHERE focus_id = ? AND type = 'clean-bed' AND is_open = 1", [bedId]);
    return task?.id ?? null;
  }
}
