import { z } from 'zod';
import { EQUIPMENT, type Equipment } from '../../domain/beds/equipment';
import { RESERVATION_MINUTES } from '../../domain/beds/reservation';
import { TRANSFER_REASONS, TRANSFER_STATUSES, type TransferReason, type TransferStatus } from '../../domain/beds/transfer';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page, version } from './shapes';
import { patientInList } from './tasks';

const tag = 'beds';
const bed = z.strictObject({ bedId: id });
const encounter = z.strictObject({ encounterId: id });
const person = z.object({ id, name: z.string() });
const reason = z.enum(Object.keys(TRANSFER_REASONS) as [TransferReason, ...TransferReason[]]);
const status = z.enum(Object.keys(TRANSFER_STATUSES) as [TransferStatus, ...TransferStatus[]]);
const equipment = z.enum(Object.keys(EQUIPMENT) as [Equipment, ...Equipment[]]);
const moved = z.object({ moveId: id, bedId: id, wardId: id });

export const transferInList = z
  .object({
    id, encounterId: id, patient: patientInList, status, statusLabel: z.string(), reason, reasonLabel: z.string(),
    from: z.object({ wardId: id, ward: z.string(), bed: z.string().nullable() }), to: z.object({ wardId: id, ward: z.string(), bed: z.string().nullable() }),
    keptUntil: isoDateTime.nullable(), requestedBy: person, requestedAt: isoDateTime, task: z.object({ id, title: z.string(), dueAt: isoDateTime, holder: person.nullable() }).nullable(), version,
  })
  .meta({ id: 'TransferInList' });

/** Who lies where, and how that changes. */
export const bedMovesContract = {
  reserveBed: endpoint('reserveBed', {
    method: 'post', path: '/api/v1/beds/{bedId}/reservation', tag, summary: 'Keep a bed for a patient for a time', params: bed, problems: [409, 422],
    description: 'The bed is given back by itself when the time is over. A bed kept for the patient before is given back at once.',
    body: z.strictObject({ version, encounterId: id, minutes: z.int().min(RESERVATION_MINUTES.least).max(RESERVATION_MINUTES.most).default(RESERVATION_MINUTES.usual) }),
    reply: z.object({ locationId: id, bedId: id, until: isoDateTime }),
  }),
  giveBackBed: endpoint('giveBackBed', {
    method: 'post', path: '/api/v1/beds/{bedId}/reservation/end', tag, summary: 'Give back a bed that is kept for a patient', params: bed, problems: [409, 422],
    description: 'When the bed was kept for a transfer, the receiving ward is asked again.', body: z.strictObject({ version }), reply: z.object({ bedId: id, ended: z.boolean() }),
  }),
  moveToBed: endpoint('moveToBed', {
    method: 'post', path: '/api/v1/beds/{bedId}/patient', tag, summary: 'Move a patient into this bed from another of the same ward', params: bed, problems: [409, 422],
    description: 'The bed left goes to housekeeping. Another ward’s bed needs a transfer.', body: z.strictObject({ version, encounterId: id }), reply: moved,
  }),
  swapBeds: endpoint('swapBeds', {
    method: 'post', path: '/api/v1/beds/{bedId}/swap', tag, summary: 'Two patients exchange their beds', params: bed, problems: [409, 422],
    description: 'In one transaction; pending transfers and reservations of both stay as they are.',
    body: z.strictObject({ version, otherBedId: id, otherVersion: version, bedsCleaned: z.literal(true).meta({ description: 'both beds were made up clean, or moved with their patients' }) }),
    reply: z.object({ moveIds: z.array(id) }),
  }),
  undoMove: endpoint('undoMove', {
    method: 'post', path: '/api/v1/bed-moves/{moveId}/undo', tag, summary: 'Take back a mistaken move', params: z.strictObject({ moveId: id }), problems: [409, 422],
    description: 'For half an hour, by those who asked for it, agreed to it, accepted it or carried it out.',
    body: z.strictObject({ layInNewBed: z.boolean().meta({ description: 'false: the patient never was there, so the bed is clean and nothing is billed' }) }), reply: z.object({ bedId: id, wardId: id }),
  }),
  setBedNeeds: endpoint('setBedNeeds', {
    method: 'put', path: '/api/v1/encounters/{encounterId}/bed-needs', tag, summary: 'Say what equipment the patient’s bed must have', params: encounter, problems: [409, 422],
    body: z.strictObject({ version, equipment: z.array(equipment).max(10) }), reply: z.object({ encounterId: id, equipment: z.array(z.string()), version }),
  }),
  requestTransfer: endpoint('requestTransfer', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/transfers', tag, status: 201, summary: 'Ask to move a patient to another ward', params: encounter, problems: [409, 422],
    description: 'The sending ward agrees, the receiving ward accepts with a bed, then the patient moves: each a task in that ward’s inbox.',
    body: z.strictObject({ toWardId: id, reason, note: z.string().trim().max(1000).optional() }), reply: z.object({ id, status, version }),
  }),
  withdrawTransfer: endpoint('withdrawTransfer', {
    method: 'post', path: '/api/v1/transfers/{transferId}/withdrawal', tag, summary: 'Take back a request that has not led to a move', params: z.strictObject({ transferId: id }), problems: [409, 422],
    body: z.strictObject({ version }), reply: z.object({ id, status, version }),
  }),
  listTransfers: endpoint('listTransfers', {
    method: 'get', path: '/api/v1/transfers', tag, summary: 'Transfers that are asked for and not done, oldest first',
    query: z.strictObject({ ...page, wardId: id.optional().meta({ description: 'sending or receiving' }), encounterId: id.optional() }), reply: listOf(transferInList),
  }),
} as const;
