import { RowRejected } from '../failure';
import { type Row } from '../csv/row';

/** The code systems of the record, by every name the versions of Synthea write for them. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'snomed-ct': 'SNOMED', snomed: 'SNOMED', 'http://snomed.info/sct': 'SNOMED',
  rxnorm: 'RXNORM', 'http://www.nlm.nih.gov/research/umls/rxnorm': 'RXNORM',
  loinc: 'LOINC', 'http://loinc.org': 'LOINC',
  cvx: 'CVX', 'http://hl7.org/fhir/sid/cvx': 'CVX',
  'icd-10-cm': 'ICD10CM', icd10cm: 'ICD10CM', 'http://hl7.org/fhir/sid/icd-10-cm': 'ICD10CM',
  'icd-10-pcs': 'ICD10PCS', icd10pcs: 'ICD10PCS', hcpcs: 'HCPCS', cdt: 'CDT', nubc: 'REVENUE',
};

/** The system a row names in SYSTEM; `otherwise` where the version has no such column, or says "Unknown" in it. */
export function systemOf(row: Row, otherwise: string): string {
  const named = row.text('SYSTEM').toLowerCase();
  if (named === '' || named === 'unknown') return otherwise;
  const system = SYSTEMS[named];
  if (!system) throw new RowRejected('SYSTEM', 'is not a code system Careway knows');
  return system;
}

/**
 * True for what can be a SNOMED CT concept: 6 to 18 digits, the partition "00" or "10" before the last, and Verhoeff's
 * check digit right (SNOMED CT release file specification, 6.2). Tells it from an RxNorm number where nothing else does.
 */
export function isSnomedConcept(code: string): boolean {
  return /^[1-9]\d{2,14}[01]0\d$/.test(code) && verhoeff(code) === 0;
}

const D5 = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const FIRST_PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function verhoeff(digits: string): number {
  let check = 0;
  [...digits].reverse().forEach((digit, position) => {
    let value = Number(digit);
    for (let i = 0; i < position % 8; i += 1) value = FIRST_PERMUTATION[value] ?? 0;
    check = D5[check]?.[value] ?? 0;
  });
  return check;
}
