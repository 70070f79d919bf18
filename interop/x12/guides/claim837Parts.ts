/** What 837P and 837I have in common: everything around the claim. */

export const CLAIM_HEADER = `
BHT 1 01!=0019 02!=00|18 03! 04! 05! 06!=31|CH|RP
loop 1000A 1 ; submitter
  NM1 1 @01!=41 02!=1|2 03! 04 05 08!=46 09!
  PER 1-2 01!=IC 02 03!=EM|FX|TE 04! 05=EM|EX|FX|TE 06 07=EM|EX|FX|TE 08 ; submitter contact
loop 1000B 1 ; receiver
  NM1 1 @01!=40 02!=2 03! 08!=46 09!
`;

/** An 837I is billed by an organization under its EIN; an 837P may be billed by a person. */
export function billingProvider(type: string, tax: string): string {
  return `
  HL 1 01! @03!=20 04!=1
  PRV 0-1 01!=BI 02!=PXC 03! ; taxonomy
  CUR~ 0-1 01!=85 02!=USD ; currency
  loop 2010AA 1 ; billing provider
    NM1 1 @01!=85 02!=${type} 03! 04 05 07 08=XX 09=#10
    N3 1 01! 02
    N4 1 01! 02 03 04 07
    REF 1 @01!=${tax} 02!=#9 ; tax identification
    REF 0-2 @01!=0B|1G 02! ; license or UPIN
    PER 0-2 01!=IC 02 03!=EM|FX|TE 04! 05=EM|EX|FX|TE 06 07=EM|EX|FX|TE 08
  loop 2010AB 0-1 ; pay-to address
    NM1 1 @01!=87 02!=${type}
    N3 1 01! 02
    N4 1 01! 02 03 04 07
  loop~ 2010AC 0-1 ; pay-to plan
    NM1 1 @01!=PE 02!=2 03! 08!=PI|XV 09!
    N3 1 01! 02
    N4 1 01! 02 03 04 07
    REF 0-1 @01!=2U|FY|NF 02!
    REF 1 @01!=EI 02!
`;
}

export const SUBSCRIBER = `
    loop 2010BA 1 ; subscriber
      NM1 1 @01!=IL 02!=1|2 03! 04 05 07 08=II|MI 09
      N3 0-1 01! 02
      N4 0-1 01! 02 03 04 07
      DMG 0-1 01!=D8 02! 03!=F|M|U
      REF 0-1 @01!=SY 02!=#9
      REF 0-1 @01!=Y4 02!
`;

export const PATIENT = `
      loop 2010CA 1 ; patient
        NM1 1 @01!=QC 02!=1 03! 04 05 07
        N3 1 01! 02
        N4 1 01! 02 03 04 07
        DMG 1 01!=D8 02! 03!=F|M|U
        REF 0-1 @01!=Y4 02!
        REF 0-1 @01!=1W 02!
        REF 0-1 @01!=SY 02!=#9
`;

/** `own`: how many of the billing provider's own numbers with the payer may be told. */
export function payer(own: number): string {
  return `
  loop 2010BB 1 ; payer
    NM1 1 @01!=PR 02!=2 03! 08!=PI|XV 09!
    N3 0-1 01! 02
    N4 0-1 01! 02 03 04 07
    REF 0-3 @01!=2U|EI|FY|NF 02! ; further payer identifier
    REF 0-${own} @01!=G2|LU 02! ; billing provider's number with the payer
`;
}

const CAS = 'CAS 0-5 01!=$adjustmentGroup 02! 03! 04-19';

/** 2330A and 2330B with what stands around them; `middle` differs between the guides. */
export function otherPayer(subscriber: string, middle: string, providers: string): string {
  return `
loop 2320 0-10 ; other payer
  SBR 1 01!=$responsibility 02!=$relationship 03 04 ${subscriber} 09=$filing
  ${CAS} ; claim adjustment
  AMT 0-1 @01!=D 02! ; paid by the other payer
  AMT 0-1 @01!=A8 02! ; not covered
  AMT 0-1 @01!=EAF 02! ; remaining patient liability
${middle}
  loop 2330A 1 ; other subscriber
    NM1 1 @01!=IL 02!=1|2 03! 04 05 07 08!=II|MI 09!
    N3 0-1 01! 02
    N4 0-1 01! 02 03 04 07
    REF 0-2 01!=SY 02!=#9
  loop 2330B 1 ; other payer
    NM1 1 @01!=PR 02!=2 03! 08!=PI|XV 09!
    N3 0-1 01! 02
    N4 0-1 01! 02 03 04 07
    DTP 0-1 01!=573 02!=D8 03! ; adjudication date
    REF 0-2 @01!=2U|EI|FY|NF 02! ; further payer identifier
    REF 0-1 @01!=G1 02! ; prior authorization
    REF 0-1 @01!=9F 02! ; referral
    REF 0-1 @01!=T4 02! ; adjustment indicator
    REF 0-1 @01!=F8 02! ; payer claim control number
${providers}`;
}

/** 2330C and following: providers by the other payer's own numbers. Not carried. */
export function otherPayerProviders(entries: readonly (readonly [loop: string, role: string, type: string])[]): string {
  return entries.map(([loop, role, type]) => `
  loop~ ${loop} 0-2 ; provider as known to the other payer
    NM1 1 @01!=${role} 02!=${type}
    REF 1-4 01!=0B|1G|G2|LU 02!`).join('');
}

/** 2430: what another payer decided on the line. */
export function lineAdjudication(svd: string): string {
  return `
loop 2430 0-15 ; line adjudication by another payer
  ${svd}
  ${CAS} ; line adjustment
  DTP 1 01!=573 02!=D8 03! ; adjudication date
  AMT 0-1 01!=EAF 02! ; remaining patient liability`;
}

/** 2410: the drug of a line by National Drug Code. */
export const DRUG = `
loop 2410 0-1 ; drug
  LIN 1 02!=EN|EO|HI|N4|ON|UK|UP 03!
  CTP 1 04! 05!(1!=F2|GR|ME|ML|UN)
  REF 0-1 01!=VY|XZ 02! ; prescription`;

/** A person by role, name and NPI; the name may be an organization where `type` says so. */
export function provider(loop: string, occurrence: string, role: string, name: string, options: { type?: string; taxonomy?: string } = {}): string {
  const taxonomy = options.taxonomy ? `\n  PRV 0-1 01!=${options.taxonomy} 02!=PXC 03! ; taxonomy` : '';
  return `
loop ${loop} ${occurrence} ; ${name}
  NM1 1 @01!=${role} 02!=${options.type ?? '1'} 03! 04 05 07 08=XX 09=#10${taxonomy}
  REF 0-20 01!=0B|1G|G2|LU 02! 04(1!=2U,2!) ; further identifier`;
}

/** Where the service was rendered, when that is not the billing provider's address. */
export function facility(loop: string): string {
  return `
loop ${loop} 0-1 ; service facility
  NM1 1 @01!=77 02!=2 03! 08=XX 09=#10
  N3 1 01! 02
  N4 1 01! 02 03 04 07
  REF 0-3 01!=0B|G2|LU 02! 04(1!=2U,2!) ; further identifier
  PER~ 0-1 01!=IC 02 03!=TE 04! 05=EX 06 ; contact`;
}

/** The same composite in every position of an HI. */
export function codes(qualifiers: string, components: string): string {
  const element = `(@1!=${qualifiers},2!${components})`;
  return `01!${element} 02-12${element.replace('@', '')}`;
}
