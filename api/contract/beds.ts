import { z } from 'zod';
import { BED_STATUSES, type BedStatus, CLOSURE_REASONS, type ClosureReason } from '../../domain/beds/status';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'beds';
const bed = z.strictObject({ bedId: id });
const status = z.enum(Object.keys(BED_STATUSES) as [BedStatus, ...BedStatus[]]);
const closureReason = z.enum(Object.keys(CLOSURE_REASONS) as [ClosureReason, ...ClosureReason[]]);
const person = z.object({ id, name: z.string() });

export const bedOnBoard = z
  .object({
    id, code: z.string(), room: z.string(), status: status.meta({ description: 'HL7 table 0116' }), statusLabel: z.string(), isReserved: z.boolean(), isolationCapable: z.boolean(), sexConstraint: z.string().nullable(), closedReason: z.string().nullable(),
    patient: patientInList.extend({ codeStatus: z.string(), isolation: z.string().nullable() }).nullable(), encounterId: id.nullable(), since: isoDateTime.nullable(), expectedDischargeAt: isoDateTime.nullable(),
    isLeaving: z.boolean().meta({ description: 'discharge is under way' }),
    cleaning: z.object({ taskId: id, dueAt: isoDateTime, holder: person.nullable() }).nullable(), version,
  })
  .meta({ id: 'BedOnBoard' });

const wardOnBoard = z.object({
  id, code: z.string(), name: z.string(), specialty: z.string().nullable(),
  counts: z.object({ beds: z.int(), free: z.int(), occupied: z.int(), leaving: z.int(), cleaning: z.int(), outOfUse: z.int() }),
  beds: z.array(bedOnBoard),
});

const changed = z.object({ id, status, closedReason: z.string().nullable(), version });

export const bedsContract = {
  readBedBoard: endpoint('readBedBoard', {
    method: 'get', path: '/api/v1/beds', tag, summary: 'The bed board: every bed by ward, and who lies in it',
    query: z.strictObject({ wardId: id.optional() }), reply: z.object({ wards: z.array(wardOnBoard) }),
  }),
  closeBed: endpoint('closeBed', {
    method: 'post', path: '/api/v1/beds/{bedId}/closure', tag, summary: 'Take a bed out of use', params: bed, problems: [409, 422],
    description: 'Refused while a patient lies in it or is expected.', body: z.strictObject({ version, reason: closureReason }), reply: changed,
  }),
  reopenBed: endpoint('reopenBed', {
    method: 'post', path: '/api/v1/beds/{bedId}/reopening', tag, summary: 'Put a bed back into use, cleaned', params: bed, problems: [409, 422],
    description: 'Also the way out for a bed left in cleaning without a task. With an open cleaning task it is refused, naming who holds it.', body: z.strictObject({ version, cleaned: z.literal(true) }), reply: changed,
  }),
  listWards: endpoint('listWards', { method: 'get', path: '/api/v1/wards', tag: 'directory', summary: 'Wards, by name', query: z.strictObject({ ...page }), reply: listOf(z.object({ id, code: z.string(), name: z.string(), specialty: z.string().nullable(), beds: z.int() })) }),
} as const;
