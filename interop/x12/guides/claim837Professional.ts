import { compileGuide, indent } from '../grammar/compile';
import { billingProvider, CLAIM_HEADER, codes, DRUG, facility, lineAdjudication, otherPayer, otherPayerProviders, PATIENT, payer, provider, SUBSCRIBER } from './claim837Parts';

/** DTP qualifiers of a claim, each once. */
const CLAIM_DATES = ['431', '454', '304', '453', '439', '484', '455', '471', '297', '296', '435', '096', '090', '091', '444', '050'];

/** Other REF qualifiers of a line, each once. */
const LINE_REFERENCES = ['9B', '9D', 'EW', 'X4', 'F4', 'BT'];

const LINE = `
loop 2400 1-50 ; service line
  LX 1 01!
  SV1 1 01!(1!=$professionalProcedure,2!,3-6,7) 02! 03!=MJ|UN 04! 05=$placeOfService 07!(1!=$pointer,2-4=$pointer) 09=Y 11=Y 12=Y 15=0
  SV5~ 0-1 01!(1!=HC,2!) 02!=DA 03! 04! 05! 06!=1|4|6 ; durable medical equipment
  PWK~ 0-11 01!=$attachment 02! 05=AC 06 ; line attachment
  CR1~ 0-1 01-02 04! 05! 06! 09-10 ; ambulance transport
  CR3~ 0-1 01! 02! 03! ; equipment certification
  CRC~ 0-5 01!=07|70|09 02! 03! 04-07 ; line condition
  DTP 1 @01!=472 02!=D8|RD8 03! ; service date
  DTP~ 0-10 @01!=471|607|463|461|304|738|739|011|455|454 02!=D8 03! ; other line date
  QTY~ 0-2 01!=PT|FL 02! ; patient count or obstetric units
  MEA~ 0-5 01!=OG|TR 02! 03! ; test result
  CN1~ 0-1 01! 02-06 ; contract
  REF 0-1 @01!=6R 02! ; line item control number
  REF 0-5 @01!=G1 02! 04(1!=2U,2!) ; prior authorization
  REF 0-5 @01!=9F 02! 04(1!=2U,2!) ; referral
${LINE_REFERENCES.map((code) => `  REF 0-1 @01!=${code} 02! ; line reference`).join('\n')}
  AMT 0-1 @01!=T 02! ; sales tax
  AMT 0-1 @01!=F4 02! ; postage
  K3~ 0-10 01! ; file information
  NTE 0-1 @01!=ADD|DCP 02! ; line note
  NTE 0-1 @01!=TPO 02! ; third party note
  PS1~ 0-1 01! 02! ; purchased service
  HCP~ 0-1 01! 02! 03-15 ; repricing
${indent(DRUG, 1)}
${indent(provider('2420A', '0-1', '82', 'rendering provider', { type: '1|2', taxonomy: 'PE' }), 1)}
  loop~ 2420B 0-1 ; purchased service provider
    NM1 1 @01!=QB 02!=1|2 08=XX 09
    REF 0-20 01!=0B|1G|G2 02! 04(1!=2U,2!)
${indent(facility('2420C'), 1)}
${indent(provider('2420D', '0-1', 'DQ', 'supervising provider'), 1)}
  loop 2420E 0-1 ; ordering provider
    NM1 1 @01!=DK 02!=1 03! 04 05 07 08=XX 09=#10
    N3~ 0-1 01! 02
    N4~ 0-1 01! 02 03 04 07
    REF 0-20 01!=0B|1G|G2 02! 04(1!=2U,2!) ; further identifier
    PER~ 0-1 01!=IC 02 03! 04! 05-08
${indent(provider('2420F', '0-1', 'DN', 'referring provider'), 1)}
${indent(provider('2420F', '0-1', 'P3', 'primary care provider'), 1)}
  loop~ 2420G 0-1 ; ambulance pick-up
    NM1 1 @01!=PW 02!=2
    N3 1 01! 02
    N4 1 01! 02 03 04 07
  loop~ 2420H 0-1 ; ambulance drop-off
    NM1 1 @01!=45 02!=2 03
    N3 1 01! 02
    N4 1 01! 02 03 04 07
${indent(lineAdjudication('SVD 1 01! 02! 03!(1!=$professionalProcedure,2!,3-6,7) 05! 06'), 1)}
  loop~ 2440 0-n ; form
    LQ 1 01!=AS|UT 02!
    FRM 1-99 01! 02-05
`;

const CLAIM = `
stream 2300 0-100 ; claim
  CLM 1 01! 02! 05!(1!=$placeOfService,2!=B,3!=1|6|7|8) 06!=N|Y 07!=A|B|C 08!=N|W|Y 09!=I|Y 10=P 11(1!=AA|EM|OA,2=AA|EM|OA,4,5) 12=02|03|05|09 20=$delayReason
${CLAIM_DATES.map((code) => `  DTP 0-1 @01!=${code} 02!=D8 03! ; claim date`).join('\n')}
  DTP~ 0-1 @01!=314|360|361 02!=D8|RD8 03! ; disability
  PWK 0-10 01!=$attachment 02!=AA|BM|EL|EM|FT|FX 05=AC 06 ; attachment
  CN1~ 0-1 01! 02-06 ; contract
  AMT 0-1 01!=F5 02! ; paid by the patient
  REF 0-1 @01!=4N 02! ; service authorization exception
  REF 0-1 @01!=F5 02! ; mandatory crossover
  REF 0-1 @01!=EW 02! ; mammography certification
  REF 0-1 @01!=9F 02! ; referral
  REF 0-1 @01!=G1 02! ; prior authorization
  REF 0-1 @01!=F8 02! ; payer claim control number
  REF 0-1 @01!=X4 02! ; laboratory certification
  REF 0-1 @01!=9A 02! ; repriced claim
  REF 0-1 @01!=9C 02! ; adjusted repriced claim
  REF 0-1 @01!=LX 02! ; investigational device
  REF 0-1 @01!=D9 02! ; clearinghouse number
  REF 0-1 @01!=EA 02! ; medical record
  REF 0-1 @01!=P4 02! ; demonstration project
  REF 0-1 @01!=1J 02! ; care plan oversight
  K3~ 0-10 01! ; file information
  NTE 0-1 01!=ADD|CER|DCP|DGN|TPO 02! ; claim note
  CR1~ 0-1 01-02 04! 05! 06! 09-10 ; ambulance transport
  CR2~ 0-1 08! 10-11 ; spinal manipulation
  CRC~ 0-8 01!=07|E1|E2|E3|75|ZZ 02! 03! 04-07 ; patient condition
  HI 1 01!(@1!=ABK|BK,2!) 02-12(1!=ABF|BF,2!) ; diagnoses
  HI 0-1 01!(@1!=BP,2!) 02(1!=BO,2!) ; anesthesia related procedure
  HI 0-2 ${codes('BG', '')} ; conditions
  HCP~ 0-1 01! 02! 03-15 ; repricing
${indent(provider('2310A', '0-1', 'DN', 'referring provider'), 1)}
${indent(provider('2310A', '0-1', 'P3', 'primary care provider'), 1)}
${indent(provider('2310B', '0-1', '82', 'rendering provider', { type: '1|2', taxonomy: 'PE' }), 1)}
${indent(facility('2310C'), 1)}
${indent(provider('2310D', '0-1', 'DQ', 'supervising provider'), 1)}
  loop~ 2310E 0-1 ; ambulance pick-up
    NM1 1 @01!=PW 02!=2
    N3 1 01! 02
    N4 1 01! 02 03 04 07
  loop~ 2310F 0-1 ; ambulance drop-off
    NM1 1 @01!=45 02!=2 03
    N3 1 01! 02
    N4 1 01! 02 03 04 07
${indent(otherPayer('05=$medicareSecondary', `
  OI 1 03!=N|W|Y 04=P 06!=I|Y ; other coverage
  MOA 0-1 01-09 ; outpatient adjudication`, otherPayerProviders([
    ['2330C', 'DN|P3', '1'], ['2330D', '82', '1|2'], ['2330E', '77', '2'], ['2330F', 'DQ', '1'], ['2330G', '85', '1|2'],
  ])), 1)}
${indent(LINE, 1)}
`;

/** 837 professional claim, 005010X222A1. */
export const CLAIM_837P = compileGuide('837P', `
${CLAIM_HEADER}
pass 2000A 1-n ; billing provider level
${billingProvider('1|2', 'EI|SY')}
  pass 2000B 1-n ; subscriber level
    HL 1 01! 02! @03!=22 04!=0|1
    SBR 1 01!=$responsibility 02=18 03 04 05=$medicareSecondary 09=$filing
    PAT 0-1 05=D8 06 07=01 08 09=Y ; patient
${SUBSCRIBER}
      PER~ 0-1 01!=IC 02 03!=TE 04! 05=EX 06
${indent(payer(2), 1)}
${indent(CLAIM, 2)}
    pass 2000C 0-n ; patient level
      HL 1 01! 02! @03!=23 04!=0
      PAT 1 01!=$dependent 05=D8 06 07=01 08 09=Y
${PATIENT}
        PER~ 0-1 01!=IC 02 03!=TE 04! 05=EX 06
${indent(CLAIM, 3)}
`);
