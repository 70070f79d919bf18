import { compileGuide, indent } from '../grammar/compile';

const SOURCE = 'NM1 1 @01!=2B|36|GP|P5|PR 02!=1|2 03 04 05 07 08!=24|46|FI|NI|PI|XV|XX 09!';
const RECEIVER = 'NM1 1 @01!=1P|2B|36|80|FA|GP|P5|PR 02!=1|2 03 04 05 07 08!=24|34|FI|PI|PP|SV|XV|XX 09!';
const RECEIVER_REF = 'REF 0-9 01!=0B|1C|1D|1J|4A|CT|EL|EO|HPI|JD|N5|N7|Q4|SY|TJ 02! 03 ; further receiver identifier';
const PROVIDER = 'PRV 0-1 01!=AD|AT|BI|CO|CV|H|HH|LA|OT|P1|P2|PC|PE|R|RF|SB|SK|SU 02=9K|D3|EI|HPI|PXC|SY|TJ 03 ; provider';
const MEMBER_REF = 'REF 0-9 01!=18|1L|1W|3H|49|6P|CT|EA|EJ|F6|GH|HJ|IF|IG|M7|ML|N6|NQ|Q4|SY|Y4 02! 03 ; further identifier';
const AAA = 'AAA 0-9 01!=N|Y 03! 04! ; rejection';
const ADDRESS = `
    N3 0-1 01! 02
    N4 0-1 01! 02 03 04 07`;

const INQUIRY = (level: 'C' | 'D') => `
  TRN 0-2 01!=1 02! 03! 04 ; trace
  loop 2100${level} 1 ; ${level === 'C' ? 'subscriber' : 'dependent'}
    ${level === 'C' ? 'NM1 1 @01!=IL 02!=1|2 03 04 05 07 08=II|MI 09' : 'NM1 1 @01!=03 02!=1 03 04 05 07'}
    ${MEMBER_REF}
${ADDRESS}
    ${PROVIDER}
    DMG 0-1 01=D8 02 03=F|M
    INS 0-1 01!=N|Y 02!=$relationship 17 ; relationship
    HI~ 0-1 01!(1!,2!) 02-08(1!,2!) ; diagnoses
    DTP 0-1 01!=102|291 02!=D8|RD8 03! ; date
    loop 2110${level} 0-99 ; inquiry
      EQ 1 01 02(1!=$statusProcedure,2!,3-6) 03=FAM 05(1-4)
      AMT 0-2 01!=R|PB 02! ; spend down
      III~ 0-1 01 02 ; place of service
      REF 0-1 01!=9F|G1 02! ; referral or prior authorization
      DTP 0-1 01!=291 02!=D8|RD8 03! ; date
`;

/** 270 eligibility inquiry, 005010X279A1. */
export const ELIGIBILITY_270 = compileGuide('270', `
BHT 1 01!=0022 02!=01|13 03 04! 05! 06=RT
loop 2000A 1-n ; information source level
  HL 1 01! @03!=20 04!=1
  loop 2100A 1 ; information source
    ${SOURCE}
  loop 2000B 1-n ; information receiver level
    HL 1 01! 02! @03!=21 04!=1
    loop 2100B 1 ; information receiver
      ${RECEIVER}
      ${RECEIVER_REF}
${indent(ADDRESS, 1)}
      ${PROVIDER}
    loop 2000C 1-n ; subscriber level
      HL 1 01! 02! @03!=22 04!=0|1
${indent(INQUIRY('C'), 2)}
      loop 2000D 0-n ; dependent level
        HL 1 01! 02! @03!=23 04!=0
${indent(INQUIRY('D'), 3)}
`);

const RESPONSE = (level: 'C' | 'D') => `
  TRN 0-3 01!=1|2 02! 03! 04 ; trace
  loop 2100${level} 1 ; ${level === 'C' ? 'subscriber' : 'dependent'}
    ${level === 'C' ? 'NM1 1 @01!=IL 02!=1|2 03 04 05 07 08=II|MI 09' : 'NM1 1 @01!=03 02!=1 03 04 05 07'}
    ${MEMBER_REF}
${ADDRESS}
    ${AAA}
    ${PROVIDER}
    DMG 0-1 01=D8 02 03=F|M|U
    INS 0-1 01!=N|Y 02!=$relationship 03=001 04=25 17 ; relationship
    HI~ 0-1 01!(1!,2!) 02-08(1!,2!) ; diagnoses
    DTP 0-9 01!=096|102|152|291|307|318|340|341|342|343|346|347|356|357|382|435|442|458|472|539|540|636|771 02!=D8|RD8 03! ; date
    MPI~ 0-1 01! 02! 03! 04 05 06 07 ; military service
    loop 2110${level} 0-n ; benefit
      EB 1 01!=1|2|3|4|5|6|7|8|A|B|C|CB|D|E|F|G|H|I|J|K|L|M|MC|N|O|P|Q|R|S|T|U|V|W|X|Y 02 03 04 05 06 07 08 09 10 11=N|U|Y 12=N|U|W|Y 13(1!=$statusProcedure,2!,3-6,7,8) 14(1-4)
      HSD 0-9 01 02 03 04 05 06 07 08 ; delivery
      REF 0-9 01!=18|1L|1W|49|6P|9F|ALS|CLI|F6|FO|G1|IG|M7|N6|NQ 02! 03 ; benefit identifier
      DTP 0-20 01!=096|193|194|198|290|291|292|295|304|307|318|346|348|349|356|357|435|472|636|771 02!=D8|RD8 03! ; date
      ${AAA}
      MSG 0-10 01! ; message
      loop~ 2115${level} 0-10 ; place of service or injury
        III 1 01 02 03 04
      LS 0-1 01!=2120
      loop 2120${level} 0-23 ; related entity
        NM1 1 01!=11|13|1I|1P|2B|36|73|FA|GP|GW|I3|IL|LR|OC|P3|P4|P5|PR|PRP|SEP|TTP|VER|VN|VY|X3|Y2 02!=1|2 03 04 05 07 08 09 10
${indent(ADDRESS, 2)}
        PER 0-3 01!=IC 02 03=$contact 04 05=$contact 06 07=$contact 08 ; contact
        ${PROVIDER}
      LE 0-1 01!=2120
`;

/** 271 eligibility response, 005010X279A1. */
export const ELIGIBILITY_271 = compileGuide('271', `
BHT 1 01!=0022 02!=06|11 03 04! 05!
loop 2000A 1-n ; information source level
  HL 1 01! @03!=20 04!=0|1
  ${AAA}
  loop 2100A 1 ; information source
    ${SOURCE}
    PER 0-3 01!=IC 02 03=$contact 04 05=$contact 06 07=$contact 08 ; contact
    ${AAA}
  loop 2000B 0-n ; information receiver level
    HL 1 01! 02! @03!=21 04!=0|1
    loop 2100B 1 ; information receiver
      ${RECEIVER}
      ${RECEIVER_REF}
${indent(ADDRESS, 1)}
      ${AAA}
      ${PROVIDER}
    loop 2000C 0-n ; subscriber level
      HL 1 01! 02! @03!=22 04!=0|1
${indent(RESPONSE('C'), 2)}
      loop 2000D 0-n ; dependent level
        HL 1 01! 02! @03!=23 04!=0
${indent(RESPONSE('D'), 3)}
`);
