import { compileGuide } from '../grammar/compile';

/** 835 health care claim payment, 005010X221A1. */
export const REMITTANCE_835 = compileGuide('835', `
BPR 1 01!=C|D|H|I|P|U|X 02! 03!=C|D 04!=ACH|BOP|CHK|FWT|NON 05=CCP|CTX 06=01|04 07 08=DA 09 10 11 12=01|04 13 14=DA|SG 15 16! ; payment
TRN 1 01!=1 02! 03! 04 ; trace number of the payment
CUR~ 0-1 @01!=PR 02!=USD ; currency
REF 0-1 @01!=EV 02! ; receiver
REF 0-1 @01!=F2 02! ; version
DTM 0-1 01!=405 02! ; production date
loop 1000A 1 ; payer
  N1 1 @01!=PR 02! 03=XV 04
  N3 1 01! 02
  N4 1 01! 02 03 04 07
  REF 0-4 01!=2U|EO|HI|NF 02! ; further payer identifier
  PER 0-1 @01!=CX 02 03=EM|FX|TE 04 05=EM|EX|FX|TE 06 07=EX 08 ; business contact
  PER 1-n? @01!=BL 02 03=EM|TE|UR 04 05=EM|EX|FX|TE|UR 06 07=EM|EX|FX|UR 08 ; technical contact
  PER 0-1 @01!=IC 03!=UR 04! ; web site
loop 1000B 1 ; payee
  N1 1 @01!=PE 02! 03!=FI|XV|XX 04!
  N3 0-1 01! 02
  N4 0-1 01! 02 03 04 07
  REF 0-n 01!=0B|D3|PQ|TJ 02! ; further payee identifier
  RDM~ 0-1 01!=BM|EM|FT|OL 02 03 ; delivery method
pass 2000 0-n ; claim group
  LX 1 01!
  TS3~ 0-1 01! 02! 03! 04! 05! 06-24 ; provider summary
  TS2~ 0-1 01-19 ; provider supplemental summary
  stream 2100 1-n ; claim payment
    CLP 1 01! 02!=$claimStatus 03! 04! 05 06!=$remittanceFiling 07! 08 09 11 12 13
    CAS 0-99 01!=$remittanceGroup 02! 03! 04-19 ; claim adjustment
    NM1 1 @01!=QC 02!=1 03 04 05 07 08=34|HN|II|MI|MR 09 ; patient
    NM1 0-1 @01!=IL 02!=1|2 03 04 05 07 08!=FI|II|MI 09! ; insured
    NM1 0-1 @01!=74 02!=1|2 03 04 05 07 08=C 09 ; corrected patient or insured
    NM1 0-1 @01!=82 02!=1|2 03 04 05 07 08!=BD|BS|FI|MC|PC|SL|UP|XX 09! ; service provider
    NM1 0-1 @01!=TT 02!=2 03! 08!=AD|FI|NI|PI|PP|XV 09! ; crossover carrier
    NM1 0-1 @01!=PR 02!=2 03! 08!=AD|FI|NI|PI|PP|XV 09! ; corrected priority payer
    NM1 0-1 @01!=GB 02!=1|2 03 04 05 07 08=FI|II|MI 09 ; other subscriber
    MIA 0-1 01! 02-24 ; inpatient adjudication
    MOA 0-1 01-09 ; outpatient adjudication
    REF 0-15 01!=1L|1W|28|6P|9A|9C|BB|CE|EA|F8|G1|G3|IG|SY|0B|1A|1B|1C|1D|1G|1H|1J|D3|G2|LU 02! ; claim reference
    DTM 0-1 @01!=232 02! ; statement from
    DTM 0-1 @01!=233 02! ; statement through
    DTM 0-1 @01!=036 02! ; coverage expiration
    DTM 0-1 @01!=050 02! ; claim received
    PER 0-2 01!=CX 02 03!=EM|FX|TE 04! 05=EM|EX|FX|TE 06 07=EX 08 ; claim contact
    AMT 0-13 01!=AU|D8|DY|F5|I|NL|T|T2|ZK|ZL|ZM|ZN|ZO 02! ; claim amount
    QTY 0-14 01!=CA|CD|LA|LE|NE|NR|OU|PS|VS|ZK|ZL|ZM|ZN|ZO 02! ; claim quantity
    loop 2110 0-999 ; service payment
      SVC 1 01!(1!=$remittanceProcedure,2!,3-6) 02! 03! 04 05 06(1!=$remittanceProcedure,2!,3-6,7) 07
      DTM 0-1 @01!=150 02! ; service begins
      DTM 0-1 @01!=151 02! ; service ends
      DTM 0-1 @01!=472 02! ; service date
      CAS 0-99 01!=$remittanceGroup 02! 03! 04-19 ; line adjustment
      REF 0-1 @01!=6R 02! ; line item control number
      REF 0-24 @01!=1S|APC|BB|E9|G1|G3|LU|RB|0B|1A|1B|1C|1D|1G|1H|1J|D3|G2|HPI|SY|TJ|0K 02! ; line reference
      AMT 0-9 01!=B6|KH|T|T2|ZK|ZL|ZM|ZN|ZO 02! ; line amount
      QTY 0-6 01!=ZK|ZL|ZM|ZN|ZO 02! ; line quantity
      LQ 0-99 01!=HE|RX 02! ; remark code
PLB 0-n 01! 02! 03!(1!=$providerAdjustment,2) 04! 05(1!=$providerAdjustment,2) 06 07(1!=$providerAdjustment,2) 08 09(1!=$providerAdjustment,2) 10 11(1!=$providerAdjustment,2) 12 13(1!=$providerAdjustment,2) 14 ; provider adjustment
`);
