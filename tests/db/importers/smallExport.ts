import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ID = {
  org: '11111111-0000-4000-8000-000000000001',
  doctor: '22222222-0000-4000-8000-000000000001',
  medicare: '33333333-0000-4000-8000-000000000001',
  aetna: '33333333-0000-4000-8000-000000000002',
  nobody: '33333333-0000-4000-8000-000000000003',
  ann: '44444444-0000-4000-8000-000000000001',
  bob: '44444444-0000-4000-8000-000000000002',
  stay: '55555555-0000-4000-8000-000000000001',
  visit: '55555555-0000-4000-8000-000000000002',
  bobsVisit: '55555555-0000-4000-8000-000000000003',
  claim: '66666666-0000-4000-8000-000000000001',
  visitClaim: '66666666-0000-4000-8000-000000000002',
  stranger: '99999999-0000-4000-8000-000000000009',
} as const;

/** The ID of the n-th transaction. */
export const tx = (n: number): string => `77777777-0000-4000-8000-${String(n).padStart(12, '0')}`;

export type ExportFiles = Record<string, string | readonly string[] | Buffer | null>;

/** Two people, a stay, two visits, in the shape of version 3.3. */
export function wholeExport(): Record<string, string[]> {
  return {
    'organizations.csv': ['Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON,PHONE,REVENUE,UTILIZATION', `${ID.org},HARBOR HOSPITAL,1 Main St,Boston,MA,02127,42.3,-71.0,617-555-0101 Or 617-555-0102,0.0,3`],
    'providers.csv': ['Id,ORGANIZATION,NAME,GENDER,SPECIALITY,ADDRESS,CITY,STATE,ZIP,LAT,LON,ENCOUNTERS,PROCEDURES', `${ID.doctor},${ID.org},Ada1 Hill2,F,GENERAL PRACTICE,1 Main St,Boston,MA,02127,42.3,-71.0,3,1`],
    'payers.csv': ['Id,NAME,OWNERSHIP,ADDRESS', `${ID.medicare},Medicare,GOVERNMENT,`, `${ID.aetna},Aetna,PRIVATE,`, `${ID.nobody},NO_INSURANCE,NO_INSURANCE,`],
    'patients.csv': [
      'Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,PREFIX,FIRST,MIDDLE,LAST,SUFFIX,MAIDEN,MARITAL,RACE,ETHNICITY,GENDER,BIRTHPLACE,ADDRESS,CITY,STATE,COUNTY,FIPS,ZIP,LAT,LON,HEALTHCARE_EXPENSES,HEALTHCARE_COVERAGE,INCOME',
      `${ID.ann},1944-04-22,,999-32-8568,S99930267,X495800X,Mrs.,Ann1,,Lowe2,,Quitzon3,W,white,nonhispanic,F,Boston  Massachusetts  US,7 Green St,Boston,Massachusetts,Suffolk,25025,02127,42.3,-71.0,1.00,2.00,41235`,
      `${ID.bob},1990-02-01,,999-11-2233,,,Mr.,Bob4,Carl5,Marsh6,,,S,black,nonhispanic,M,Boston  Massachusetts  US,8 Green St,Boston,Massachusetts,Suffolk,25025,02127,42.3,-71.0,1.00,2.00,30000`,
    ],
    'payer_transitions.csv': [
      'PATIENT,MEMBERID,START_DATE,END_DATE,PAYER,SECONDARY_PAYER,PLAN_OWNERSHIP,OWNER_NAME',
      `${ID.ann},70f96b54-8360-4fc8-8aeb-5f5e7cba367f,2022-01-01T00:00:00Z,2023-01-01T00:00:00Z,${ID.medicare},${ID.aetna},Self,Ann1 Lowe2`,
      `${ID.bob},,2022-01-01T00:00:00Z,2023-01-01T00:00:00Z,${ID.nobody},,,`,
    ],
    'encounters.csv': [
      'Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION',
      `${ID.stay},2022-03-01T10:00:00Z,2022-03-04T10:00:00Z,${ID.ann},${ID.org},${ID.doctor},${ID.medicare},inpatient,305351004,Admission to intensive care unit (procedure),1000.00,1500.50,1200.00,88805009,Chronic congestive heart failure (disorder)`,
      `${ID.visit},2022-05-01T10:00:00Z,2022-05-01T10:15:00Z,${ID.ann},${ID.org},${ID.doctor},${ID.medicare},ambulatory,185345009,Encounter for symptom,85.55,85.55,35.55,,`,
      `${ID.bobsVisit},2022-06-01T10:00:00Z,2022-06-01T10:15:00Z,${ID.bob},${ID.org},${ID.doctor},${ID.nobody},urgentcare,702927004,Urgent care clinic (environment),85.55,85.55,0.00,,`,
    ],
    'conditions.csv': ['START,STOP,PATIENT,ENCOUNTER,SYSTEM,CODE,DESCRIPTION', `2022-03-01,,${ID.ann},${ID.stay},SNOMED-CT,88805009,Chronic congestive heart failure (disorder)`],
    'observations.csv': [
      'DATE,PATIENT,ENCOUNTER,CATEGORY,CODE,DESCRIPTION,VALUE,UNITS,TYPE',
      `2022-03-01T11:00:00Z,${ID.ann},${ID.stay},laboratory,2823-3,Potassium,4.1,mmol/L,numeric`,
      `2022-03-01T11:00:00Z,${ID.ann},${ID.stay},survey,93038-8,Stress level,Quite a bit,,text`,
      `2022-04-22T00:00:00Z,${ID.ann},,,QALY,QALY,77.5,a,numeric`,
    ],
    'medications.csv': [
      'START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION,BASE_COST,PAYER_COVERAGE,DISPENSES,TOTALCOST,REASONCODE,REASONDESCRIPTION',
      `2022-03-01T12:00:00Z,2022-03-03T12:00:00Z,${ID.ann},${ID.medicare},${ID.stay},313988,Furosemide 40 MG Oral Tablet,10.10,8.08,2,20.20,88805009,Chronic congestive heart failure (disorder)`,
    ],
    'claims.csv': [
      CLAIM_HEADER,
      claimRow(ID.claim, ID.ann, ID.stay, ID.medicare, '88805009', '2022-03-01T10:00:00Z', '2'),
      claimRow(ID.visitClaim, ID.bob, ID.bobsVisit, ID.nobody, '702927004', '2022-06-01T10:00:00Z', '1'),
    ],
    'claims_transactions.csv': [
      TRANSACTION_HEADER,
      charge(1, ID.claim, ID.ann, '305351004', '1000.00', '1'),
      payment(2, ID.claim, ID.ann, 'COPAY', '50.00'),
      payment(3, ID.claim, ID.ann, 'ECHECK', '700.00'),
      handover(4, ID.claim, ID.ann, '250.00'),
      payment(5, ID.claim, ID.ann, 'CHECK', '250.00'),
      charge(6, ID.claim, ID.ann, '313988', '20.20', '1'),
      charge(7, ID.visitClaim, ID.bob, '702927004', '85.55', 'p'),
      payment(8, ID.visitClaim, ID.bob, 'CC', '85.55'),
    ],
  };
}

export const CLAIM_HEADER = 'Id,PATIENTID,PROVIDERID,PRIMARYPATIENTINSURANCEID,SECONDARYPATIENTINSURANCEID,DEPARTMENTID,PATIENTDEPARTMENTID,DIAGNOSIS1,DIAGNOSIS2,DIAGNOSIS3,DIAGNOSIS4,DIAGNOSIS5,DIAGNOSIS6,DIAGNOSIS7,DIAGNOSIS8,REFERRINGPROVIDERID,APPOINTMENTID,CURRENTILLNESSDATE,SERVICEDATE,SUPERVISINGPROVIDERID,STATUS1,STATUS2,STATUSP,OUTSTANDING1,OUTSTANDING2,OUTSTANDINGP,LASTBILLEDDATE1,LASTBILLEDDATE2,LASTBILLEDDATEP,HEALTHCARECLAIMTYPEID1,HEALTHCARECLAIMTYPEID2';
export const TRANSACTION_HEADER = 'ID,CLAIMID,CHARGEID,PATIENTID,TYPE,AMOUNT,METHOD,FROMDATE,TODATE,PLACEOFSERVICE,PROCEDURECODE,MODIFIER1,MODIFIER2,DIAGNOSISREF1,DIAGNOSISREF2,DIAGNOSISREF3,DIAGNOSISREF4,UNITS,DEPARTMENTID,NOTES,UNITAMOUNT,TRANSFEROUTID,TRANSFERTYPE,PAYMENTS,ADJUSTMENTS,TRANSFERS,OUTSTANDING,APPOINTMENTID,LINENOTE,PATIENTINSURANCEID,FEESCHEDULEID,PROVIDERID,SUPERVISINGPROVIDERID';

export function claimRow(id: string, patient: string, encounter: string, payer: string, diagnosis: string, at: string, type: string): string {
  return `${id},${patient},${ID.doctor},${payer},,20,20,${diagnosis},,,,,,,,,${encounter},${at},${at},${ID.doctor},CLOSED,,CLOSED,0,,0,${at},,${at},${type},0`;
}

interface Amounts {
  readonly type: string;
  readonly amount?: string;
  readonly method?: string;
  readonly code?: string;
  readonly transfer?: string;
  readonly payments?: string;
  readonly adjustments?: string;
  readonly transfers?: string;
}

export function transactionRow(n: number, claim: string, patient: string, { type, amount = '', method = '', code = '305351004', transfer = '', payments = '', adjustments = '0.00', transfers = '' }: Amounts): string {
  const at = '2022-03-01T10:00:00Z';
  return `${tx(n)},${claim},${n},${patient},${type},${amount},${method},${at},${at},${ID.org},${code},,,1,,,,1,20,Service,${amount},,${transfer},${payments},${adjustments},${transfers},0.00,${ID.stay},,${patient},1,${ID.doctor},${ID.doctor}`;
}

export const charge = (n: number, claim: string, patient: string, code: string, amount: string, transfer: string): string => transactionRow(n, claim, patient, { type: 'CHARGE', amount, code, transfer });
export const payment = (n: number, claim: string, patient: string, method: string, payments: string): string => transactionRow(n, claim, patient, { type: 'PAYMENT', method, payments });
export const handover = (n: number, claim: string, patient: string, amount: string): string => transactionRow(n, claim, patient, { type: 'TRANSFERIN', amount, transfer: 'p', transfers: amount });

/** Write an export into a folder of its own; null leaves a file out. Removed with `removeExports`. */
export function writeExport(files: ExportFiles, folder = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'careway-import-test-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue;
    const path = join(root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Array.isArray(content) ? `${content.join('\n')}\n` : (content as string | Buffer));
  }
  return root;
}

/** The same export as a .tar.gz, in a folder of its own. */
export function packExport(path: string): string {
  const archive = join(writeExport({}), 'export.tar.gz');
  execFileSync('tar', ['czf', archive, '-C', path, '.']);
  return archive;
}

const made: string[] = [];

export function removeExports(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** A whole export with one file's rows changed. */
export function exportWith(name: string, change: (rows: string[]) => string[] | string | Buffer | null): ExportFiles {
  const files: ExportFiles = wholeExport();
  files[name] = change([...(files[name] as string[])]);
  return files;
}

/** The same export about other people: every ID changed alike, so that one database serves many tests. */
export function aboutOthers(files: ExportFiles, n: number): ExportFiles {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => {
    if (content === null || Buffer.isBuffer(content)) return [name, content];
    const text = typeof content === 'string' ? content : `${content.join('\n')}\n`;
    return [name, otherId(text, n).replaceAll('999-32-8568', `999-32-${n}`).replaceAll('S99930267', `S${n}`).replaceAll('X495800X', `X${n}X`).replaceAll('999-11-2233', `999-11-${n}`)];
  }));
}

/** What `aboutOthers` makes of an ID. */
export function otherId(id: string, n: number): string {
  return id.replaceAll('-4000-8000-', `-4000-8${String(n).padStart(3, '0')}-`);
}
