import { TRANSFER_REASONS } from '../../../../domain/beds/transfer';
import { type Act, selectOne } from '../../../http/act';
import { readNote } from './agreeToTransfer';
import { type TransferRow } from './transferRow';

interface Places {
  fromWard: string;
  toWard: string;
  bed: string | null;
  keptBed: string | null;
  requestedBy: string;
}

/** What both wards are told about a transfer before they say yes or no. */
export async function transferFacts(act: Act, transfer: TransferRow | null): Promise<{ label: string; value: string }[]> {
  if (!transfer) return [];
  const places = await selectOne<Places>(
    act,
    `SELECT f.name AS fromWard, w.name AS toWard, b.code AS bed, k.code AS keptBed, u.display_name AS requestedBy
     FROM bed_transfers t JOIN wards f ON f.id = t.from_ward_id JOIN wards w ON w.id = t.to_ward_id JOIN staff_users u ON u.id = t.requested_by
     LEFT JOIN encounter_locations l ON l.lying_encounter_id = t.encounter_id LEFT JOIN beds b ON b.id = l.bed_id
     LEFT JOIN encounter_locations r ON r.id = t.location_id LEFT JOIN beds k ON k.id = r.bed_id WHERE t.id = ?`,
    [transfer.id],
  );
  const note = await readNote(act, transfer.id);
  return [
    { label: 'From', value: [places?.fromWard, places?.bed && `bed ${places.bed}`].filter(Boolean).join(', ') },
    { label: 'To', value: [places?.toWard, places?.keptBed && `bed ${places.keptBed}`].filter(Boolean).join(', ') },
    { label: 'Reason', value: TRANSFER_REASONS[transfer.reason] },
    { label: 'Asked for by', value: places?.requestedBy ?? '' },
    ...(note === null ? [] : [{ label: 'Note', value: note }]),
  ];
}
