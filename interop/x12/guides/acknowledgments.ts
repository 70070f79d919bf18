import { compileGuide } from '../grammar/compile';

/** 999 implementation acknowledgment, 005010X231A1. */
export const ACKNOWLEDGMENT_999 = compileGuide('999', `
AK1 1 01!=BE|HB|HC|HI|HN|HP|HR|HS|RA|FA 02! 03
loop 2000 0-n ; transaction set response
  AK2 1 01! 02! 03
  loop 2100 0-n ; segment in error
    IK3 1 01! 02! 03 04!=$segmentError
    CTX 0-10 01!(1!,2) 02 03 04 05(1!,2,3) 06(1!,2) ; context
    loop 2110 0-n ; element in error
      IK4 1 01!(1!,2,3) 02 03!=$elementError 04
      CTX 0-10 01!(1!,2) 02 03 04 05(1!,2,3) 06(1!,2) ; context
  IK5 1 01!=$setAcknowledgment 02-06=$setError
AK9 1 01!=$groupAcknowledgment 02! 03! 04! 05-09=$groupError
`);

/** STC of each level; which of date, action and charge it carries differs. */
const status = (elements: string) => `STC 1-n 01!(1!,2!,3) ${elements} 10(1!,2!,3) 11(1!,2!,3)`;

/** 277CA health care claim acknowledgment, 005010X214. */
export const CLAIM_ACKNOWLEDGMENT_277 = compileGuide('277CA', `
BHT 1 01!=0085 02!=08 03! 04! 05! 06!=TH
loop 2000A 1 ; information source level
  HL 1 01! @03!=20 04!=1
  loop 2100A 1 ; information source
    NM1 1 @01!=PR|AY 02!=2 03! 08!=46|FI|PI|XV 09!
  loop 2200A 1 ; receipt
    TRN 1 01!=1 02!
    DTP 1 @01!=050 02!=D8 03! ; received
    DTP 1 @01!=009 02!=D8 03! ; processed
  loop 2000B 1 ; information receiver level
    HL 1 01! 02! @03!=21 04!=0|1
    loop 2100B 1 ; information receiver
      NM1 1 @01!=41 02!=1|2 03! 04 05 08!=46 09!
    loop 2200B 1 ; batch
      TRN 1 01!=2 02!
      ${status('02! 03!=U|WQ 04!')} ; batch status
      QTY 0-1 @01!=90 02! ; accepted
      QTY 0-1 @01!=AA 02! ; rejected
      AMT 0-1 @01!=YU 02! ; accepted
      AMT 0-1 @01!=YY 02! ; rejected
    loop 2000C 0-n ; billing provider level
      HL 1 01! 02! @03!=19 04!=0|1
      loop 2100C 1 ; billing provider
        NM1 1 @01!=85 02!=1|2 03! 04 05 07 08!=FI|SV|XX 09!
      loop 2200C 1 ; provider status
        TRN 1 01!=1 02!
        ${status('03!=U|WQ 04!')} ; provider status
        REF 0-3 01!=0B|1G|G2|LU|SY|TJ 02! ; further provider identifier
        QTY 0-1 @01!=QA 02! ; accepted
        QTY 0-1 @01!=QC 02! ; rejected
        AMT 0-1 @01!=YU 02! ; accepted
        AMT 0-1 @01!=YY 02! ; rejected
      loop 2000D 0-n ; patient level
        HL 1 01! 02! @03!=PT
        loop 2100D 1 ; patient
          NM1 1 @01!=QC 02!=1 03! 04 05 07 08=II|MI 09
        loop 2200D 0-n ; claim
          TRN 1 01!=2 02!
          ${status('02! 03!=U|WQ 04!')} 12 ; claim status
          REF 0-1 @01!=1K 02! ; payer claim control number
          REF 0-1 @01!=D9 02! ; clearinghouse number
          REF 0-1 @01!=BLT 02! ; type of bill
          DTP 1 01!=472 02!=D8|RD8 03! ; service
          loop 2220D 0-n ; service line
            SVC 1 01!(1!=$statusProcedure,2!,3-6) 02! 04 07
            ${status('02! 03!=U')} ; line status
            REF 0-1 @01!=FJ 02! ; line item control number
            REF 0-1 @01!=XZ 02! ; prescription
            DTP 0-1 01!=472 02!=D8|RD8 03! ; service date
`);
