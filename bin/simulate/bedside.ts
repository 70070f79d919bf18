import { type ApiClient, contract } from '../../api/client';
import { internalMedicineCode } from '../../domain/medicines/barcodes';
import { type TaskTypeName } from '../../domain/tasks/types';

/** What a nurse can scan at the bedside: the wristband, and the package of each dose by the dose's ID. */
export interface Bedside {
  readonly wristband: string;
  readonly packages: ReadonlyMap<string, string>;
}

const AT_THE_BEDSIDE: readonly TaskTypeName[] = ['medicine-round', 'check-high-alert', 'high-alert-round', 'give-stat-doses'];

/** Stand in for the scanner: what is on the band and on the packages. Null for tasks that scan nothing. */
export async function lookAtBedside(client: ApiClient, type: TaskTypeName, encounterId: string | null): Promise<Bedside | null> {
  if (encounterId === null || !AT_THE_BEDSIDE.includes(type)) return null;
  const params = { encounterId };
  const [{ code }, { items }] = await Promise.all([client.call(contract.readWristband, { params }), client.call(contract.listDoses, { params, query: { limit: 200 } })]);
  return { wristband: code, packages: new Map(items.map((dose) => [dose.id, internalMedicineCode(dose.code)])) };
}
