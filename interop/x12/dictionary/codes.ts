/** Claim status of an 835 (CLP02). */
export const CLAIM_STATUS = {
  '1': 'processed as primary',
  '2': 'processed as secondary',
  '3': 'processed as tertiary',
  '4': 'denied, the patient is not known to the payer',
  '19': 'processed as primary, forwarded to additional payers',
  '20': 'processed as secondary, forwarded to additional payers',
  '21': 'processed as tertiary, forwarded to additional payers',
  '22': 'reversal of a previous payment',
  '23': 'not our claim, forwarded to additional payers',
  '25': 'predetermination only, no payment',
} as const;
export type ClaimStatus = keyof typeof CLAIM_STATUS;

/** Who bears an adjustment (CAS01). CR, corrections and reversals, occurs in older claims only. */
export const ADJUSTMENT_GROUP = {
  CO: 'contractual obligation',
  PR: 'patient responsibility',
  OA: 'other adjustment',
  PI: 'payer initiated reduction',
  CR: 'correction or reversal',
} as const;
export type AdjustmentGroup = keyof typeof ADJUSTMENT_GROUP;

/** Why a payer adjusts the payment to the provider as a whole (PLB03-1). A positive amount reduces the payment. */
export const PROVIDER_ADJUSTMENT_REASON = {
  '50': 'late charge',
  '51': 'interest penalty charge',
  '72': 'authorized return',
  '90': 'early payment allowance',
  AH: 'origination fee',
  AM: 'applied to borrower’s account',
  AP: 'acceleration of benefits',
  B2: 'rebate',
  B3: 'recovery allowance',
  BD: 'bad debt adjustment',
  BN: 'bonus',
  C5: 'temporary allowance',
  CR: 'capitation interest',
  CS: 'adjustment',
  CT: 'capitation payment',
  CV: 'capital passthru',
  CW: 'certified registered nurse anesthetist passthru',
  DM: 'direct medical education passthru',
  E3: 'withholding',
  FB: 'forwarding balance',
  FC: 'fund allocation',
  GO: 'graduate medical education passthru',
  HM: 'hemophilia clotting factor supplement',
  IP: 'incentive premium payment',
  IR: 'internal revenue service withholding',
  IS: 'interim settlement',
  J1: 'nonreimbursable',
  L3: 'penalty',
  L6: 'interest owed',
  LE: 'levy',
  LS: 'lump sum',
  OA: 'organ acquisition passthru',
  OB: 'offset for affiliated providers',
  PI: 'periodic interim payment',
  PL: 'payment final',
  RA: 'retro-activity adjustment',
  RE: 'return on equity',
  SL: 'student loan repayment',
  TL: 'third party liability',
  WO: 'overpayment recovery',
  WU: 'unspecified recovery',
} as const;
export type ProviderAdjustmentReason = keyof typeof PROVIDER_ADJUSTMENT_REASON;

/** Kind of insurance (SBR09). */
export const CLAIM_FILING_INDICATOR = {
  '11': 'other non-federal program',
  '12': 'preferred provider organization',
  '13': 'point of service',
  '14': 'exclusive provider organization',
  '15': 'indemnity insurance',
  '16': 'Medicare risk health maintenance organization',
  '17': 'dental maintenance organization',
  AM: 'automobile medical',
  BL: 'Blue Cross Blue Shield',
  CH: 'TRICARE',
  CI: 'commercial insurance',
  DS: 'disability',
  FI: 'federal employees program',
  HM: 'health maintenance organization',
  LM: 'liability medical',
  MA: 'Medicare Part A',
  MB: 'Medicare Part B',
  MC: 'Medicaid',
  OF: 'other federal program',
  TV: 'Title V',
  VA: 'Veterans Affairs plan',
  WC: 'workers’ compensation',
  ZZ: 'mutually defined',
} as const;
export type ClaimFilingIndicator = keyof typeof CLAIM_FILING_INDICATOR;

/** How a group or transaction set fared (AK901, IK501). */
export const ACKNOWLEDGMENT = {
  A: 'accepted',
  E: 'accepted, errors noted',
  M: 'rejected, message authentication failed',
  P: 'partially accepted',
  R: 'rejected',
  W: 'rejected, assurance failed validity tests',
  X: 'rejected, could not be decrypted',
} as const;
export type Acknowledgment = keyof typeof ACKNOWLEDGMENT;

const list = (codes: string) => new Set(codes.split(' '));
const keys = (table: object) => new Set(Object.keys(table));

/** Code sets the guides refer to as `$name`. */
export const CODE_SETS: Readonly<Record<string, ReadonlySet<string>>> = {
  claimStatus: keys(CLAIM_STATUS),
  adjustmentGroup: keys(ADJUSTMENT_GROUP),
  remittanceGroup: list('CO OA PI PR'),
  providerAdjustment: keys(PROVIDER_ADJUSTMENT_REASON),
  filing: keys(CLAIM_FILING_INDICATOR),
  /** CLP06 has its own list: no BL, CI, FI or 11. */
  remittanceFiling: list('12 13 14 15 16 17 AM CH DS HM LM MA MB MC OF TV VA WC ZZ'),
  setAcknowledgment: list('A E M R W X'),
  groupAcknowledgment: keys(ACKNOWLEDGMENT),
  responsibility: list('A B C D E F G H P S T U'),
  relationship: list('01 18 19 20 21 39 40 53 G8'),
  dependent: list('01 19 20 21 39 40 53 G8'),
  medicareSecondary: list('12 13 14 15 16 41 42 43 47'),
  interchangeId: list('01 14 20 27 28 29 30 33 ZZ'),
  /** CMS place of service codes. */
  placeOfService: list(
    '01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 41 42 49 50 51 52 53 54 55 56 57 58 60 61 62 65 66 71 72 81 99',
  ),
  contact: list('EM EX FX TE ED UR'),
  professionalProcedure: list('ER HC IV WK'),
  institutionalProcedure: list('ER HC HP IV WK'),
  remittanceProcedure: list('AD ER HC HP IV N4 N6 NU UI WK'),
  /** What an HI of a 278 holds: diagnoses of both ICD revisions, a DRG, a LOINC code. */
  reviewDiagnosis: list('ABF ABJ ABK APR BF BJ BK DR LOI PR'),
  statusProcedure: list('AD ER HC HP IV N4 NU WK'),
  delayReason: list('1 2 3 4 5 6 7 8 9 10 11 15'),
  pointer: list('1 2 3 4 5 6 7 8 9 10 11 12'),
  attachment: list(
    '03 04 05 06 07 08 09 10 11 13 15 21 A3 A4 AM AS B2 B3 B4 BR BS BT CB CK CT D2 DA DB DG DJ DS EB HC HR I5 IR LA M1 MT NN OB OC OD OE OX OZ P4 P5 PE PN PO PQ PY PZ RB RR RT RX SG V5 XP',
  ),
  setError: list('1 2 3 4 5 6 7 8 9 10 11 12 13 15 16 17 18 19 23 24 25 26 27 I5 I6'),
  groupError: list('1 2 3 4 5 6 10 11 12 13 14 15 16 17 18 19 23 24 25 26'),
  segmentError: list('1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9'),
  elementError: list('1 2 3 4 5 6 7 8 9 10 12 13 I6 I9 I10 I11 I12 I13'),
};
