import { z } from 'zod';
import { BED_STATUSES, type BedStatus, CLOSURE_REASONS, type ClosureReason } from '../../domain/beds/status';
import { CONFIDENCE_LABELS, type Confidence } from '../../domain/beds/prediction';
import { TRANSFER_STATUSES, type TransferStatus } from '../../domain/beds/transfer';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'beds';
const bed = z.strictObject({ bedId: id });
const status = z.enum(Object.keys(BED_STATUSES) as [BedStatus, ...BedStatus[]]);
const closureReason = z.enum(Object.keys(CLOSURE_REASONS) as [ClosureReason, ...ClosureReason[]]);
const person = z.object({ id, name: z.string() });

const prediction = z
  .object({ at: isoDateTime.nullable(), confidence: z.enum(Object.keys(CONFIDENCE_LABELS) as [Confidence, ...Confidence[]]), because: z.array(z.string()).meta({ description: 'why, in sentences' }) })
  .meta({ id: 'PredictedDischarge' });

export const bedOnBoard = z
  .object({
    id, code: z.string(), room: z.string(), status: status.meta({ description: 'HL7 table 0116' }), statusLabel: z.string(), isReserved: z.boolean(), isolationCapable: z.boolean(), sexConstraint: z.string().nullable(), closedReason: z.string().nullable(),
    patient: patientInList.extend({ codeStatus: z.string(), isolation: z.string().nullable() }).nullable(), encounterId: id.nullable(), since: isoDateTime.nullable(), expectedDischargeAt: isoDateTime.nullable(),
    isLeaving: z.boolean().meta({ description: 'discharge is under way' }),
    needs: z.object({ equipment: z.array(z.string()), encounterVersion: version }).nullable().meta({ description: 'equipment the patient cannot be without' }), equipment: z.array(z.string()), missing: z.array(z.string()).meta({ description: 'why this bed no longer does for its patient' }), reservedUntil: isoDateTime.nullable(), prediction: prediction.nullable(),
    transfer: z.object({ id, status: z.enum(Object.keys(TRANSFER_STATUSES) as [TransferStatus, ...TransferStatus[]]), statusLabel: z.string(), toWard: z.string(), version }).nullable(),
    undo: z.object({ moveId: id, until: isoDateTime }).nullable().meta({ description: 'a move into this bed that this person may take back' }),
    cleaning: z.object({ taskId: id, dueAt: isoDateTime, holder: person.nullable() }).nullable(), version,
  })
  .meta({ id: 'BedOnBoard' });

const wardOnBoard = z.object({
  id, code: z.string(), name: z.string(), specialty: z.string().nullable(),
  counts: z.object({ beds: z.int(), free: z.int(), reserved: z.int(), occupied: z.int(), leaving: z.int(), cleaning: z.int(), outOfUse: z.int() }),
  beds: z.array(bedOnBoard),
});

const wardCensus = z
  .object({
    id, name: z.string(), beds: z.int(), outOfUse: z.int(), occupied: z.int(), free: z.int(), reserved: z.int(), occupancyPercent: z.int().nullable().meta({ description: 'occupied of the beds in use' }),
    came: z.int().meta({ description: 'since midnight' }), left: z.int(), comingIn: z.int().meta({ description: 'transfers to this ward that are under way' }), goingOut: z.int(),
    freeWithin24Hours: z.int().meta({ description: 'free now, plus discharges that are likely within 24 hours' }), days: z.array(z.object({ date: z.string(), patients: z.int() })).meta({ description: 'midnight census, oldest first' }),
    discharges: z.array(z.object({ encounterId: id, bed: z.string(), patient: patientInList, prediction })).meta({ description: 'soonest first' }),
  })
  .meta({ id: 'WardCensus' });

const changed = z.object({ id, status, closedReason: z.string().nullable(), version });

export const bedsContract = {
  readBedBoard: endpoint('readBedBoard', {
    method: 'get', path: '/api/v1/beds', tag, summary: 'The bed board: every bed by ward, and who lies in it',
    query: z.strictObject({ wardId: id.optional() }), reply: z.object({ wards: z.array(wardOnBoard), waiting: z.array(z.object({ encounterId: id, patient: patientInList, since: isoDateTime })).meta({ description: 'admitted and without a bed, longest first' }) }),
  }),
  readCensus: endpoint('readCensus', {
    method: 'get', path: '/api/v1/census', tag, summary: 'Census, occupancy and predicted discharges by ward',
    query: z.strictObject({ wardId: id.optional(), days: z.coerce.number().int().min(1).max(31).default(14) }), reply: z.object({ wards: z.array(wardCensus) }),
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
