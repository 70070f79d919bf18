import { compileGuide, indent } from '../grammar/compile';
import { billingProvider, CLAIM_HEADER, codes, DRUG, facility, lineAdjudication, otherPayer, otherPayerProviders, PATIENT, payer, provider, SUBSCRIBER } from './claim837Parts';

const POA = ',9=N|U|W|Y';

const LINE = `
loop 2400 1-999 ; service line
  LX 1 01!
  SV2 1 01! 02(1!=$institutionalProcedure,2!,3-6,7) 03! 04!=DA|UN 05! 07
  PWK~ 0-10 01!=$attachment 02! 05=AC 06 ; line attachment
  DTP 0-1 01!=472 02!=D8|RD8 03! ; service date
  REF 0-1 @01!=6R 02! ; line item control number
  REF 0-1 @01!=9B 02! ; repriced line
  REF 0-1 @01!=9D 02! ; adjusted repriced line
  AMT 0-1 @01!=GT 02! ; service tax
  AMT 0-1 @01!=N8 02! ; facility tax
  NTE 0-1 01!=TPO 02! ; line note
  HCP~ 0-1 01! 02! 03-15 ; repricing
${indent(DRUG, 1)}
${indent(provider('2420A', '0-1', '72', 'operating physician'), 1)}
${indent(provider('2420B', '0-1', 'ZZ', 'other operating physician'), 1)}
${indent(provider('2420C', '0-1', '82', 'rendering provider'), 1)}
${indent(provider('2420D', '0-1', 'DN', 'referring provider'), 1)}
${indent(lineAdjudication('SVD 1 01! 02! 03(1!=$institutionalProcedure,2!,3-6,7) 04! 05! 06'), 1)}
`;

const CLAIM = `
stream 2300 0-100 ; claim
  CLM 1 01! 02! 05!(1!,2!=A,3!) 07!=A|B|C 08!=N|W|Y 09!=I|Y 20=$delayReason
  DTP 0-1 @01!=096 02!=TM 03! ; discharge hour
  DTP 1 @01!=434 02!=RD8 03! ; statement dates
  DTP 0-1 @01!=435 02!=D8|DT 03! ; admission
  DTP~ 0-1 @01!=050 02!=D8 03! ; repricer received
  CL1 1 01 02 03!
  PWK 0-10 01!=$attachment 02!=AA|BM|EL|EM|FT|FX 05=AC 06 ; attachment
  CN1~ 0-1 01! 02-06 ; contract
  AMT 0-1 01!=F3 02! ; due from the patient
  REF 0-1 @01!=4N 02! ; service authorization exception
  REF 0-1 @01!=9F 02! ; referral
  REF 0-1 @01!=G1 02! ; prior authorization
  REF 0-1 @01!=F8 02! ; payer claim control number
  REF 0-1 @01!=9A 02! ; repriced claim
  REF 0-1 @01!=9C 02! ; adjusted repriced claim
  REF 0-5 @01!=LX 02! ; investigational device
  REF 0-1 @01!=D9 02! ; clearinghouse number
  REF 0-1 @01!=LU 02! ; auto accident state
  REF 0-1 @01!=EA 02! ; medical record
  REF 0-1 @01!=P4 02! ; demonstration project
  REF 0-1 @01!=G4 02! ; peer review approval
  K3~ 0-10 01! ; file information
  NTE 0-10 @01!=ALG|DCP|DGN|DME|MED|NTR|ODT|RHB|RLH|RNH|SET|SFM|SPT|UPI 02! ; claim note
  NTE 0-1 @01!=ADD 02! ; billing note
  CRC~ 0-1 01!=ZZ 02! 03! 04-05 ; EPSDT referral
  HI 1 01!(@1!=ABK|BK,2!${POA}) ; principal diagnosis
  HI 0-1 01!(@1!=ABJ|BJ,2!) ; admitting diagnosis
  HI 0-1 01!(@1!=APR|PR,2!) 02-03(1!=APR|PR,2!) ; reason for visit
  HI 0-1 ${codes('ABN|BN', POA)} ; external cause of injury
  HI 0-1 01!(@1!=DR,2!) ; diagnosis related group
  HI 0-2 ${codes('ABF|BF', POA)} ; other diagnoses
  HI 0-1 01!(@1!=BBR|BR,2!,3!=D8,4!) ; principal procedure
  HI 0-2 ${codes('BBQ|BQ', ',3!=D8,4!')} ; other procedures
  HI 0-2 ${codes('BI', ',3!=RD8,4!')} ; occurrence spans
  HI 0-2 ${codes('BH', ',3!=D8,4!')} ; occurrences
  HI 0-2 ${codes('BE', ',5!')} ; values
  HI 0-2 ${codes('BG', '')} ; conditions
  HI 0-2 ${codes('TC', '')} ; treatment codes
  HCP~ 0-1 01! 02! 03-15 ; repricing
${indent(provider('2310A', '0-1', '71', 'attending provider', { taxonomy: 'AT' }), 1)}
${indent(provider('2310B', '0-1', '72', 'operating physician'), 1)}
${indent(provider('2310C', '0-1', 'ZZ', 'other operating physician'), 1)}
${indent(provider('2310D', '0-1', '82', 'rendering provider'), 1)}
${indent(facility('2310E'), 1)}
${indent(provider('2310F', '0-1', 'DN', 'referring provider'), 1)}
${indent(otherPayer('', `
  OI 1 03!=N|W|Y 06!=I|Y ; other coverage
  MIA 0-1 01! 02-24 ; inpatient adjudication
  MOA 0-1 01-09 ; outpatient adjudication`, otherPayerProviders([
    ['2330C', '71', '1'], ['2330D', '72', '1'], ['2330E', 'ZZ', '1'], ['2330F', '77', '2'], ['2330G', '82', '1'], ['2330H', 'DN', '1'], ['2330I', '85', '2'],
  ])), 1)}
${indent(LINE, 1)}
`;

/** 837 institutional claim, 005010X223A2. */
export const CLAIM_837I = compileGuide('837I', `
${CLAIM_HEADER}
pass 2000A 1-n ; billing provider level
${billingProvider('2', 'EI')}
  pass 2000B 1-n ; subscriber level
    HL 1 01! 02! @03!=22 04!=0|1
    SBR 1 01!=$responsibility 02=18 03 04 09=$filing
${SUBSCRIBER}
${indent(payer(1), 1)}
${indent(CLAIM, 2)}
    pass 2000C 0-n ; patient level
      HL 1 01! 02! @03!=23 04!=0
      PAT 1 01!=$dependent
${PATIENT}
${indent(CLAIM, 3)}
`);
