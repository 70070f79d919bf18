import { compileGuide, indent } from '../grammar/compile';

const AAA = 'AAA 0-9 01!=N|Y 03 04 ; rejection';
const TRACE = (types: string, most: number) => `TRN 0-${most} 01!=${types} 02! 03! 04 ; trace`;
const UM = (often: string) => `UM ${often} 01!=AR|HS|IN|SC 02=1|2|3|4|I|N|R|S 03 04(1!,2!=A|B) 06 ; kind of review`;
const HCR = 'HCR 0-1 01!=A1|A2|A3|A4|A6|C|CT|NA 02 03 04=N|Y ; decision';
const PER = 'PER 0-1 01!=IC 02 03=$contact 04 05=$contact 06 07=$contact 08 ; contact';
const CARE = 'PRV 0-1 01!=AD|AS|AT|CO|CV|OP|OR|OT|PC|PE|RF 02=PXC 03 ; provider';
const REVIEW_REF = 'REF 0-2 01!=BB|NT 02! ; earlier review';
const HSD = 'HSD 0-1 01 02 03 04 05 06 07 08 ; delivery';
const HI = 'HI 0-1 01!(1!=$reviewDiagnosis,2!,3=D8,4) 02-12(1!=$reviewDiagnosis,2!,3=D8,4) ; diagnoses';
const ADDRESS = `
    N3 0-1 01! 02
    N4 0-1 01! 02 03 04 07`;
/** What the model has no place for, in the order of the guide. */
const CONDITIONS = `
  CRC~ 0-6 01! 02! 03! 04 05 06 07 ; patient condition
  CL1~ 0-1 01 02 03 ; admission
  CR1~ 0-1 01 02 03 04 05 06 ; ambulance
  CR2~ 0-1 01 02 03 04 05 06 07 08 10 11 ; spinal manipulation
  PWK~ 0-10 01!=$attachment 02! 05 06 07 ; attachment`;

const REQUESTER = (answer: boolean) => `
    NM1 1 @01!=1P|FA 02!=1|2 03 04 05 07 08!=24|34|46|XX 09!
    REF 0-8 01!=1G|1J|CT|EI|G2|N5|N7|SY|ZH 02! 03 ; further requester identifier
${ADDRESS}
    ${PER}
    ${answer ? AAA : ''}
    ${CARE}`;

const MEMBER = (level: 'C' | 'D', answer: boolean) => `
    NM1 1 @01!=${level === 'C' ? 'IL 02!=1|2' : 'QC 02!=1'} 03 04 05 07${level === 'C' ? ' 08!=II|MI|ZZ 09!' : ''}
    REF 0-9 01!=1L|1W|6P|EJ|F6|HJ|IG|N6|NQ|SY 02! 03 ; further identifier
${ADDRESS}
    ${answer ? AAA : ''}
    DMG 0-1 01!=D8 02! 03=F|M|U
    INS 0-1 01!=N|Y 02!=$relationship 03=001 04=25 17 ; relationship`;

const PROVIDERS = (level: 'E' | 'F', answer: boolean) => `
  loop 2010${level}A 0-14 ; provider
    NM1 1 01!=1T|71|72|73|77|AAJ|DD|DK|DN|FA|G3|P3|QB|QV|SJ 02!=1|2 03 04 05 07 08=24|34|46|XX 09
    REF 0-8 01!=0B|1G|1J|EI|G2|N5|N7|SY|ZH 02! 03 ; further provider identifier
${ADDRESS}
    ${PER}
    ${answer ? AAA : ''}
    ${CARE}`;

const EVENT = (answer: boolean) => `
  ${answer ? TRACE('1|2', 3) : TRACE('1', 2)}
  ${answer ? AAA : ''}
  ${UM(answer ? '0-1' : '1')}
  ${answer ? HCR : ''}
  ${REVIEW_REF}
  DTP 0-9 01!=439|484|ABC|431|AAH|435|096${answer ? '|102|036|007' : ''} 02!=D8|RD8 03! ; date
  ${HI}
  ${HSD}
${CONDITIONS}
  MSG 0-1 01! ; message
${PROVIDERS('E', answer)}`;

const SERVICE = (answer: boolean) => `
  ${answer ? TRACE('1|2', 3) : TRACE('1', 2)}
  ${answer ? AAA : ''}
  ${UM('0-1')}
  ${answer ? HCR : ''}
  ${REVIEW_REF}
  DTP 0-4 01!=472${answer ? '|102|036|007' : ''} 02!=D8|RD8 03! ; date
  SV1 0-1 01!(1!=HC|IV|N4|WK|ZZ,2!,3-6,7) 02 03 04 ; professional service
  SV2 0-1 01 02(1!=HC|ID|IV|N4|WK|ZZ,2!,3-6,7) 03 04 05 ; institutional service
  ${HSD}
  PWK~ 0-10 01!=$attachment 02! 05 06 07 ; attachment
  MSG 0-1 01! ; message
${PROVIDERS('F', answer)}`;

const below = (text: string, levels: number) => indent(text, levels).split('\n').filter((line) => line.trim() !== '').join('\n');

const SERVICES = (levels: number, answer: boolean) => below(`loop 2000F 0-n ; service level\n  HL 1 01! 02! @03!=SS 04!=0\n${SERVICE(answer)}`, levels);
const EVENTS = (levels: number, answer: boolean) => below(`loop 2000E ${answer ? '0-1' : '1'} ; patient event level\n  HL 1 01! 02! @03!=EV 04!=0|1\n${EVENT(answer)}\n${SERVICES(1, answer)}`, levels);

/**
 * 278 health care services review, request for review, 005010X217 (sources: the segment order and code lists of pyx12's maps of its predecessor 004010X094A1,
 * and samples of the esMD programme of CMS for the patient event level of 5010).
 */
export const AUTHORIZATION_278 = compileGuide('278', `
BHT 1 01!=0007 02!=01|13 03! 04! 05!
loop 2000A 1 ; utilization management organization level
  HL 1 01! @03!=20 04!=1
  loop 2010A 1 ; utilization management organization
    NM1 1 @01!=X3 02!=1|2 03 04 05 07 08!=24|34|46|PI|XV|XX 09!
  loop 2000B 1 ; requester level
    HL 1 01! 02! @03!=21 04!=1
    loop 2010B 1 ; requester
${below(REQUESTER(false), 1)}
    loop 2000C 1 ; subscriber level
      HL 1 01! 02! @03!=22 04!=1
      loop 2010C 1 ; subscriber
${below(MEMBER('C', false), 2)}
      loop 2000D 0-1 ; dependent level
        HL 1 01! 02! @03!=23 04!=1
        loop 2010D 1 ; dependent
${below(MEMBER('D', false), 3)}
${EVENTS(4, false)}
${EVENTS(3, false).replace('loop 2000E 1', 'loop 2000E 0-1')}
`);

/** 278 health care services review, response, 005010X217. */
export const AUTHORIZATION_278_RESPONSE = compileGuide('278R', `
BHT 1 01!=0007 02!=11 03! 04! 05! 06=18|19|AT
loop 2000A 1 ; utilization management organization level
  HL 1 01! @03!=20 04!=0|1
  ${AAA}
  loop 2010A 1 ; utilization management organization
    NM1 1 @01!=X3 02!=1|2 03 04 05 07 08!=24|34|46|PI|XV|XX 09!
    ${PER}
    ${AAA}
  loop 2000B 0-1 ; requester level
    HL 1 01! 02! @03!=21 04!=0|1
    loop 2010B 1 ; requester
${below(REQUESTER(true), 1)}
    loop 2000C 0-1 ; subscriber level
      HL 1 01! 02! @03!=22 04!=0|1
      loop 2010C 1 ; subscriber
${below(MEMBER('C', true), 2)}
      loop 2000D 0-1 ; dependent level
        HL 1 01! 02! @03!=23 04!=0|1
        loop 2010D 1 ; dependent
${below(MEMBER('D', true), 3)}
${EVENTS(4, true)}
${EVENTS(3, true)}
`);
