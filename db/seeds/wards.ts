import { type Transaction } from 'sequelize';
import { Bed, Room, Ward } from '../models';
import { stableId } from '../stableId';

interface RoomSeed {
  readonly rooms: number;
  /** Beds in each, lettered from A. */
  readonly beds: number;
  readonly isolation?: boolean;
}

interface WardSeed {
  readonly code: string;
  readonly name: string;
  /** Decides what a night is billed as (domain/claims/roomAndBoard). */
  readonly specialty: string;
  readonly equipment: readonly string[];
  readonly sex?: 'female' | 'male';
  readonly layout: readonly RoomSeed[];
}

/** Six wards, sixty beds. Single rooms are where a patient can be isolated. */
export const WARDS: readonly WardSeed[] = [
  { code: 'MED', name: 'Medicine', specialty: 'general medicine', equipment: ['oxygen'], layout: [{ rooms: 6, beds: 2 }, { rooms: 2, beds: 1, isolation: true }] },
  { code: 'SUR', name: 'Surgery', specialty: 'surgery', equipment: ['oxygen', 'suction'], layout: [{ rooms: 6, beds: 2 }, { rooms: 2, beds: 1, isolation: true }] },
  { code: 'ICU', name: 'Intensive care', specialty: 'intensive care', equipment: ['oxygen', 'suction', 'monitor', 'ventilator'], layout: [{ rooms: 8, beds: 1, isolation: true }] },
  { code: 'STP', name: 'Step-down', specialty: 'step-down', equipment: ['oxygen', 'suction', 'monitor'], layout: [{ rooms: 3, beds: 2 }, { rooms: 2, beds: 1, isolation: true }] },
  { code: 'ONC', name: 'Oncology', specialty: 'oncology', equipment: ['oxygen', 'infusion pump'], layout: [{ rooms: 2, beds: 2 }, { rooms: 4, beds: 1, isolation: true }] },
  { code: 'MAT', name: 'Maternity', specialty: 'maternity', equipment: ['oxygen', 'fetal monitor'], sex: 'female', layout: [{ rooms: 3, beds: 2 }, { rooms: 2, beds: 1, isolation: true }] },
];

/** The ID of a seeded ward, by its code. */
export function wardIdOf(code: string): string {
  return stableId('ward', code);
}

/** Wards, rooms and clean beds; what is there stays as it is. */
export async function seedWards(transaction: Transaction): Promise<void> {
  const rooms = WARDS.flatMap((ward) => roomsOf(ward));
  await Ward.bulkCreate(WARDS.map(({ code, name, specialty }) => ({ id: wardIdOf(code), code, name, specialty })), { ignoreDuplicates: true, transaction });
  await Room.bulkCreate(rooms.map(({ id, ward, code }) => ({ id, wardId: wardIdOf(ward.code), code })), { ignoreDuplicates: true, transaction });
  await Bed.bulkCreate(rooms.flatMap(({ id: roomId, ward, code, beds, isolation }) => Array.from({ length: beds }, (_, index) => {
    const bed = `${ward.code}-${code}${beds > 1 ? 'AB'[index] ?? String(index + 1) : ''}`;
    return { id: stableId('bed', bed), wardId: wardIdOf(ward.code), roomId, code: bed, equipment: ward.equipment as object, sexConstraint: ward.sex ?? null, isolationCapable: isolation };
  })), { ignoreDuplicates: true, transaction });
}

function roomsOf(ward: WardSeed) {
  const kinds = ward.layout.flatMap(({ rooms, beds, isolation = false }) => Array.from({ length: rooms }, () => ({ beds, isolation })));
  return kinds.map((kind, index) => {
    const code = String(index + 1).padStart(2, '0');
    return { ...kind, id: stableId('room', ward.code, code), ward, code };
  });
}
