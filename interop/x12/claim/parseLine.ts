import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, readQuantity, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { findPeriod } from '../parts/dates';
import { readAdjustments, readAmount, readAmounts } from '../parts/money';
import { readReference, readReferences } from '../parts/party';
import { needProcedure, readProcedure } from '../parts/procedure';
import { readCareTeam } from './careTeam';
import type { Drug, InstitutionalLine, LineAdjudication, LineReference, ProfessionalLine } from './lineModel';

const FLAG = (text: string): true | undefined => (text === 'Y' ? true : undefined);

/** Loop 2400 of an 837P. */
export function readProfessionalLine(loop: Loop): ProfessionalLine {
  const sv1 = loop.need('SV1');
  return present({
    ...readLineFacts(loop, ['6R', 'G1', '9F']),
    procedure: needProcedure(sv1, 1),
    chargeCents: readCents(sv1.at(2)),
    unit: sv1.at(3) as ProfessionalLine['unit'],
    units: readQuantity(sv1.at(4)),
    placeOfService: sv1.optional(5),
    diagnosisPointers: sv1.components(7).filter((pointer) => pointer !== '').map(Number),
    emergency: FLAG(sv1.at(9)),
    epsdt: FLAG(sv1.at(11)),
    familyPlanning: FLAG(sv1.at(12)),
    copayExempt: sv1.at(15) === '0' ? (true as const) : undefined,
    service: findPeriod(loop, '472') ?? { from: '', through: '' },
    priorAuthorizations: unlessEmpty(loop.all('REF', 'G1').map(readLineReference)),
    referrals: unlessEmpty(loop.all('REF', '9F').map(readLineReference)),
  });
}

/** Loop 2400 of an 837I. */
export function readInstitutionalLine(loop: Loop): InstitutionalLine {
  const sv2 = loop.need('SV2');
  return present({
    ...readLineFacts(loop, ['6R']),
    revenueCode: sv2.at(1),
    procedure: readProcedure(sv2, 2),
    chargeCents: readCents(sv2.at(3)),
    unit: sv2.at(4) as InstitutionalLine['unit'],
    units: readQuantity(sv2.at(5)),
    nonCoveredCents: given(sv2.optional(7), readCents),
    service: findPeriod(loop, '472'),
  });
}

function readLineFacts(loop: Loop, named: readonly string[]) {
  return {
    number: Number(loop.head.at(1)),
    lineControlNumber: loop.find('REF', '6R')?.at(2),
    references: unlessEmpty(readReferences(loop, { except: named })),
    amounts: unlessEmpty(readAmounts(loop)),
    notes: unlessEmpty(loop.all('NTE').map((nte) => ({ code: nte.at(1), text: nte.at(2) }))),
    drug: given(loop.child('2410'), readDrug),
    ...readCareTeam(loop),
    adjudications: loop.children('2430').map(readLineAdjudication),
  };
}

function readLineReference(ref: Segment): LineReference {
  return present({ value: ref.at(2), payerId: ref.component(4, 2) || undefined });
}

function readDrug(loop: Loop): Drug {
  const ctp = loop.need('CTP');
  const ref = loop.find('REF');
  return present({
    qualifier: loop.head.at(2), code: loop.head.at(3), quantity: readQuantity(ctp.at(4)), unit: ctp.component(5, 1), prescription: ref && readReference(ref),
  });
}

function readLineAdjudication(loop: Loop): LineAdjudication {
  const svd = loop.head;
  return present({
    payerId: svd.at(1), paidCents: readCents(svd.at(2)), procedure: readProcedure(svd, 3), revenueCode: svd.optional(4),
    paidUnits: readQuantity(svd.at(5)), bundledLine: given(svd.optional(6), Number), adjustments: readAdjustments(loop),
    adjudicatedOn: readDate(loop.need('DTP').at(3)), remainingPatientCents: readAmount(loop, 'EAF'),
  });
}
