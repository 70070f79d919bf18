import { UNSPECIFIED_DIAGNOSIS, unlistedCodes } from '../../../domain/claims/unlistedCodes';
import { type Act, select } from '../../http/act';
import { type ClaimSnapshot, type SnapshotLine } from '../claims/snapshot';

/** What history did not say and the 837 has to. */
export const GAPS = {
  diagnosis: 'no certain diagnosis: R69, illness unspecified',
  procedure: 'lines without a procedure code: an unlisted one, with words',
  revenue: 'lines without a revenue code: the general one',
  member: 'no coverage on that day: the hospital’s number for the patient',
} as const;
export type Gap = keyof typeof GAPS;

/** An 837I may have 999 lines; not everybody who reads one takes more than this. */
const MOST_LINES = 50;

export interface CompletedClaim {
  readonly snapshot: ClaimSnapshot;
  readonly gaps: readonly Gap[];
}

interface Words {
  readonly number: number;
  readonly category: string | null;
  readonly display: string | null;
}

/** A claim of the past as it can be written: what its history lacks is filled with codes that say they are unspecified, and told. */
export async function completePastClaim(act: Act, snapshot: ClaimSnapshot): Promise<CompletedClaim> {
  const words = new Map((await readWords(act, snapshot.claim.id)).map((row) => [row.number, row]));
  const isProfessional = snapshot.claim.type === 'professional';
  const gaps = new Set<Gap>();
  const lines = snapshot.lines.map((line): SnapshotLine => {
    const said = words.get(line.number);
    const unlisted = unlistedCodes(said?.category ?? null);
    if (isProfessional && line.procedure === null) {
      gaps.add('procedure');
      return { ...line, procedure: unlisted.procedure, ...(said?.display ? { description: said.display } : {}) };
    }
    if (isProfessional || line.revenueCode !== null) return line;
    gaps.add('revenue');
    return { ...line, revenueCode: unlisted.revenue };
  });
  if (snapshot.diagnoses.length === 0) gaps.add('diagnosis');
  const memberNumber = snapshot.coverage?.memberNumber ?? null;
  if (memberNumber === null) gaps.add('member');
  return {
    gaps: [...gaps],
    snapshot: {
      ...snapshot, lines: isProfessional || lines.length <= MOST_LINES ? lines : summed(lines),
      diagnoses: snapshot.diagnoses.length > 0 ? snapshot.diagnoses : [{ code: UNSPECIFIED_DIAGNOSIS, presentOnAdmission: null }],
      coverage: memberNumber !== null ? snapshot.coverage : { id: snapshot.coverage?.id ?? '', memberNumber: snapshot.patient.mrn, relationship: 'self', status: 'active', periods: snapshot.coverage?.periods ?? [] },
    },
  };
}

/** A bill of many lines says what has no procedure code in sums, one line for a revenue code, as institutional bills do. */
function summed(lines: readonly SnapshotLine[]): SnapshotLine[] {
  const sums = new Map<string, SnapshotLine>();
  for (const line of lines) {
    const key = line.procedure === null ? `revenue ${line.revenueCode}` : `line ${line.number}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, units: sum.units + line.units, chargeCents: sum.chargeCents + line.chargeCents } : line);
  }
  return [...sums.values()];
}

async function readWords(act: Act, claimId: string): Promise<Words[]> {
  return select<Words>(
    act,
    `SELECT l.number, i.category, k.display FROM claim_lines l LEFT JOIN charge_items i ON i.id = l.charge_item_id
     LEFT JOIN concepts k ON k.system_code = i.system_code AND k.code = i.code WHERE l.claim_id = ?`,
    [claimId],
  );
}
