import { type Addressing, singleGroup, type Transaction, type WriteResult, writeX12 } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { unprocessable } from '../../http/problem';
import { NEAREST_LETTERS } from '../claims/x12/claim837';
import { tradingPartners } from '../claims/x12/parties';
import { type ClaimPayer, type Hospital, readHospital } from '../claims/snapshot';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

/** Both ends of a question. */
export interface Asking {
  readonly hospital: Hospital;
  readonly payer: ClaimPayer;
  readonly controlNumber: number;
  readonly usage: 'T' | 'P';
  readonly now: Date;
}

/** The hospital and the payer; refused where the hospital has no name of its own yet. */
export async function endsOf(act: Act, payerId: string): Promise<Pick<Asking, 'hospital' | 'payer'>> {
  const payer = await selectOne<ClaimPayer>(act, 'SELECT id, payer_identifier AS identifier, name, kind FROM payers WHERE id = ?', [payerId]);
  const hospital = await readHospital(act);
  if (!payer || !hospital) throw unprocessable('no-hospital', 'The hospital’s own entry is missing: no file can be written in its name.');
  return { hospital, payer };
}

/** The number a question is told by: all of ours have one, and an answer carries it back. */
export function traceOf(controlNumber: number): string {
  return String(controlNumber).padStart(9, '0');
}

/** TRN03: 1 and the tax number, or a name of our own. Ten characters. */
export function originOf({ taxId }: Hospital): string {
  const digits = (taxId ?? '').replace(/\D/g, '');
  return digits.length === 9 ? `1${digits}` : '9CAREWAY01';
}

/** An interchange from the hospital to the payer. */
export function writeQuestion(asking: Asking, transaction: Transaction): string {
  return written(writeX12(singleGroup(addressingOf(asking, 'out'), [transaction]), NEAREST_LETTERS));
}

/** The demonstration payer's interchange back. */
export function writeReply(asking: Asking, transaction: Transaction): string {
  return written(writeX12(singleGroup(addressingOf(asking, 'back'), [transaction]), NEAREST_LETTERS));
}

function addressingOf({ hospital, payer, controlNumber, usage, now }: Asking, direction: 'out' | 'back'): Addressing {
  const partners = tradingPartners(hospital, payer);
  return {
    sender: direction === 'out' ? partners.hospital : partners.payer, receiver: direction === 'out' ? partners.payer : partners.hospital,
    date: hospitalDay(now), time: hospitalTime(now), interchangeControlNumber: controlNumber, groupControlNumber: controlNumber, usage,
  };
}

function written(result: WriteResult): string {
  if (result.ok) return result.text;
  throw unprocessable('question-not-writable', 'The file would be refused: something in the patient’s or the hospital’s data does not fit.', { errors: result.problems.map(({ segmentId, message }) => ({ field: segmentId, message })) });
}
