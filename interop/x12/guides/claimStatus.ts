import { compileGuide, indent } from '../grammar/compile';

const INQUIRY_CLAIM = (level: 'D' | 'E') => `
loop 2200${level} ${level === 'D' ? '0-n' : '1-n'} ; claim
  TRN 1 01!=1 02!
  REF 0-1 @01!=1K 02! ; payer claim control number
  REF 0-1 @01!=BLT 02! ; type of bill
  REF 0-1 @01!=LU 02! ; application location
  REF 0-1 @01!=6P 02! ; group number
  REF 0-1 @01!=EJ 02! ; patient control number
  REF 0-1 @01!=XZ 02! ; prescription
  REF 0-1 @01!=D9 02! ; clearinghouse number
  AMT 0-1 01!=T3 02! ; total charge
  DTP 0-1 01!=472 02!=D8|RD8 03! ; service
  loop 2210${level} 0-n ; service line
    SVC 1 01!(1!=$statusProcedure,2!,3-6) 02! 04 07!
    REF 0-1 @01!=FJ 02! ; line item control number
    DTP 1 01!=472 02!=D8|RD8 03! ; service date
`;

/** 276 health care claim status request, 005010X212. */
export const CLAIM_STATUS_276 = compileGuide('276', `
BHT 1 01!=0010 02!=13 03! 04! 05!
loop 2000A 1-n ; payer level
  HL 1 01! @03!=20 04!=1
  loop 2100A 1 ; payer
    NM1 1 @01!=PR 02!=2 03! 08!=PI|XV 09!
  loop 2000B 1-n ; information receiver level
    HL 1 01! 02! @03!=21 04!=1
    loop 2100B 1 ; information receiver
      NM1 1 @01!=41 02!=1|2 03 04 05 08!=46 09!
    loop 2000C 1-n ; service provider level
      HL 1 01! 02! @03!=19 04!=1
      loop 2100C 1-2 ; service provider
        NM1 1 @01!=1P 02!=1|2 03 04 05 07 08!=FI|SV|XX 09!
      loop 2000D 1-n ; subscriber level
        HL 1 01! 02! @03!=22 04!=0|1
        DMG 0-1 01!=D8 02! 03=F|M|U
        loop 2100D 1 ; subscriber
          NM1 1 @01!=IL 02!=1|2 03! 04 05 07 08!=24|II|MI 09!
${indent(INQUIRY_CLAIM('D'), 4)}
        loop 2000E 0-n ; dependent level
          HL 1 01! 02! @03!=23
          DMG 1 01!=D8 02! 03=F|M|U
          loop 2100E 1 ; dependent
            NM1 1 @01!=QC 02!=1 03! 04 05 07
${indent(INQUIRY_CLAIM('E'), 5)}
`);

const CODES = '01!(1!,2!,3,4) 02';
const MORE_CODES = '10(1!,2!,3,4) 11(1!,2!,3,4)';

const RESPONSE_CLAIM = (level: 'D' | 'E') => `
loop 2200${level} ${level === 'D' ? '0-n' : '1-n'} ; claim
  TRN 1 01!=2 02!
  STC 1-n ${CODES} 04 05 06 08 09 ${MORE_CODES} ; claim status
  REF 0-1 @01!=1K 02! ; payer claim control number
  REF 0-1 @01!=BLT 02! ; type of bill
  REF 0-1 @01!=EJ 02! ; patient control number
  REF 0-1 @01!=XZ 02! ; prescription
  REF 0-1 @01!=VV 02! ; voucher
  REF 0-1 @01!=D9 02! ; clearinghouse number
  DTP 0-1 01!=472 02!=D8|RD8 03! ; service
  loop 2220${level} 0-n ; service line
    SVC 1 01!(1!=$statusProcedure,2!,3-6) 02! 03 04 07
    STC 1-n ${CODES} ${MORE_CODES} ; line status
    REF 0-1 @01!=FJ 02! ; line item control number
    DTP 1 01!=472 02!=D8|RD8 03! ; service date
`;

/** 277 health care claim status response, 005010X212. */
export const CLAIM_STATUS_277 = compileGuide('277', `
BHT 1 01!=0010 02!=08 03! 04! 05! 06=DG
loop 2000A 1-n ; payer level
  HL 1 01! @03!=20 04!=1
  loop 2100A 1 ; payer
    NM1 1 @01!=PR 02!=2 03! 08!=PI|XV 09!
    PER 0-1 01!=IC 02 03!=ED|EM|FX|TE 04! 05=ED|EM|EX|FX|TE 06 07=ED|EM|EX|FX|TE 08 ; contact
  loop 2000B 1-n ; information receiver level
    HL 1 01! 02! @03!=21 04!=0|1
    loop 2100B 1 ; information receiver
      NM1 1 @01!=41 02!=1|2 03 04 05 08!=46 09!
    loop 2200B 0-1 ; receiver status
      TRN 1 01!=2 02!
      STC 1-n ${CODES} ${MORE_CODES}
    loop 2000C 0-n ; service provider level
      HL 1 01! 02! @03!=19 04!=0|1
      loop 2100C 1-2 ; service provider
        NM1 1 @01!=1P 02!=1|2 03 04 05 07 08!=FI|SV|XX 09!
      loop 2200C 0-1 ; provider status
        TRN 1 01!=1 02!
        STC 1-n ${CODES} ${MORE_CODES}
      loop 2000D 0-n ; subscriber level
        HL 1 01! 02! @03!=22 04!=0|1
        loop 2100D 1 ; subscriber
          NM1 1 @01!=IL 02!=1|2 03! 04 05 07 08!=24|II|MI 09!
${indent(RESPONSE_CLAIM('D'), 4)}
        loop 2000E 0-n ; dependent level
          HL 1 01! 02! @03!=23
          loop 2100E 1 ; dependent
            NM1 1 @01!=QC 02!=1 03! 04 05 07
${indent(RESPONSE_CLAIM('E'), 5)}
`);
