import type { ClaimPayment, Remittance } from '../../../../interop/x12';
import { billingProvider, person, street } from './parties';

const patient = { name: person('Morales', 'Ana', 'L'), id: { qualifier: 'MI', value: 'W123456789' } };

/** Paid in part: contract, deductible, coinsurance; two lines, one with a modifier; interest told as an amount. */
export const paid: ClaimPayment = {
  claimGroup: 1, patientControlNumber: 'CLM1001', status: '1', chargeCents: 25000, paidCents: 15550, patientResponsibilityCents: 3000, filingIndicator: '12',
  payerControlNumber: '2026041000123', facilityCode: '22', frequency: '1', adjustments: [], patient,
  serviceProvider: { name: person('Nguyen', 'Mai'), id: { qualifier: 'XX', value: '1033172105' } },
  references: [{ qualifier: 'EA', value: 'MRN0042' }, { qualifier: '1L', value: 'G1000' }], statement: { from: '2026-02-10', through: '2026-02-10' }, receivedOn: '2026-02-14',
  contacts: [{ name: 'CLAIMS DESK', numbers: [{ qualifier: 'TE', value: '8005550100' }] }], amounts: [{ qualifier: 'AU', cents: 18550 }],
  lines: [
    {
      procedure: { qualifier: 'HC', code: '99213', modifiers: ['25'] }, chargeCents: 15000, paidCents: 8000, paidUnits: 1, service: { from: '2026-02-10', through: '2026-02-10' },
      adjustments: [{ group: 'CO', reason: '45', cents: 4000 }, { group: 'PR', reason: '1', cents: 1000 }, { group: 'PR', reason: '2', cents: 2000 }],
      lineControlNumber: 'CLM1001L1', amounts: [{ qualifier: 'B6', cents: 11000 }], remarks: [{ list: 'HE', code: 'N130' }],
    },
    {
      procedure: { qualifier: 'HC', code: '85025', modifiers: [] }, chargeCents: 10000, paidCents: 7550, service: { from: '2026-02-10', through: '2026-02-11' },
      adjustments: [{ group: 'CO', reason: '45', cents: 2450 }], lineControlNumber: 'CLM1001L2', remarks: [],
      submittedProcedure: { qualifier: 'HC', code: '85027', modifiers: [] }, submittedUnits: 2, paidUnits: 1,
    },
  ],
};

/** Denied: lines by their whole charge, one as bundled. */
export const denied: ClaimPayment = {
  claimGroup: 1, patientControlNumber: 'CLM1002', status: '1', chargeCents: 35000, paidCents: 0, filingIndicator: '12', payerControlNumber: '2026041000125', adjustments: [],
  patient, insured: { name: person('Morales', 'Ana'), id: { qualifier: 'MI', value: 'W123456789' } },
  lines: [
    {
      procedure: { qualifier: 'HC', code: '97110', modifiers: ['GP'] }, chargeCents: 25000, paidCents: 0, paidUnits: 0, service: { from: '2026-02-10', through: '2026-02-10' },
      adjustments: [{ group: 'CO', reason: '197', cents: 25000 }], remarks: [{ list: 'HE', code: 'N54' }],
    },
    {
      procedure: { qualifier: 'HC', code: '97112', modifiers: ['GP', '59'] }, chargeCents: 10000, paidCents: 0, paidUnits: 0, service: { from: '2026-02-10', through: '2026-02-10' },
      adjustments: [{ group: 'CO', reason: '97', cents: 10000 }], remarks: [],
    },
  ],
};

/** Settled at claim level by DRG, with other-payer amount and inpatient remarks; no lines. */
export const drgStay: ClaimPayment = {
  claimGroup: 2, patientControlNumber: 'INP1', status: '2', chargeCents: 1266666, paidCents: 250000, patientResponsibilityCents: 50000, filingIndicator: 'MA',
  payerControlNumber: 'ICN778899', facilityCode: '11', frequency: '1', drg: '470', drgWeight: 1.2667,
  adjustments: [{ group: 'CO', reason: '45', cents: 166666 }, { group: 'OA', reason: '23', cents: 800000, quantity: 3 }, { group: 'PR', reason: '1', cents: 50000 }],
  patient, inpatient: { drgCents: 300000, remarks: ['MA01', 'MA18'] }, statement: { from: '2026-01-12', through: '2026-01-15' }, quantities: [{ qualifier: 'CA', quantity: 3 }],
  crossoverCarrier: { name: { kind: 'organization', name: 'MEDIGAP EXAMPLE' }, id: { qualifier: 'PI', value: '77001' } }, lines: [],
};

/** Reversal of an earlier payment: every amount negated. */
export const reversal: ClaimPayment = {
  claimGroup: 2, patientControlNumber: 'CLM0900', status: '22', chargeCents: -15000, paidCents: -8000, filingIndicator: '12', payerControlNumber: '2025120000001',
  adjustments: [], patient, references: [{ qualifier: 'F8', value: '2025110000001' }],
  lines: [{
    procedure: { qualifier: 'HC', code: '99213', modifiers: [] }, chargeCents: -15000, paidCents: -8000, service: { from: '2025-10-10', through: '2025-10-10' },
    adjustments: [{ group: 'CO', reason: '45', cents: -4000 }, { group: 'PR', reason: '3', cents: -3000 }], remarks: [],
  }],
};

/** And the correction that goes with it. */
export const correction: ClaimPayment = {
  ...reversal, status: '1', chargeCents: 15000, paidCents: 9000, patientResponsibilityCents: 2000, payerControlNumber: '2026040000009',
  lines: [{
    procedure: { qualifier: 'HC', code: '99213', modifiers: [] }, chargeCents: 15000, paidCents: 9000, service: { from: '2025-10-10', through: '2025-10-10' },
    adjustments: [{ group: 'CO', reason: '45', cents: 4000 }, { group: 'PR', reason: '3', cents: 2000 }], remarks: [],
  }],
};

/** Member unknown: the whole charge denied at claim level. */
export const unknownMember: ClaimPayment = {
  claimGroup: 2, patientControlNumber: 'CLM1009', status: '4', chargeCents: 25000, paidCents: 0, filingIndicator: '12', payerControlNumber: '2026041000900',
  adjustments: [{ group: 'CO', reason: '31', cents: 25000 }], patient: { name: person('Doe', 'Jon') }, lines: [],
};

/** An 835 of these claims; the amount paid follows from them and the provider adjustments. */
export function remittance(claims: ClaimPayment[], providerAdjustments: Remittance['providerAdjustments'] = [], payment: Partial<Remittance['payment']> = {}): Remittance {
  const amountCents = claims.reduce((sum, claim) => sum + claim.paidCents, 0) - providerAdjustments.reduce((sum, { cents }) => sum + cents, 0);
  return {
    set: '835', controlNumber: '0001',
    payment: {
      handling: 'I', amountCents, direction: 'C', method: 'ACH', format: 'CCP', sender: { bankQualifier: '01', bank: '011900254', accountQualifier: 'DA', account: '778899' },
      originator: '1512345678', receiver: { bankQualifier: '01', bank: '011000015', accountQualifier: 'DA', account: '112233' }, date: '2026-03-01', ...payment,
    },
    trace: { number: 'EFT-20260301-7', originator: '1512345678' }, receiverId: 'CAREWAY', producedOn: '2026-02-28',
    payer: {
      name: 'EXAMPLE HEALTH PLAN', address: street('1 Payer Plaza'), references: [{ qualifier: '2U', value: '60054' }],
      businessContact: { name: 'PROVIDER DESK', numbers: [{ qualifier: 'TE', value: '8005550100' }] },
      technicalContacts: [{ name: 'EDI SUPPORT', numbers: [{ qualifier: 'TE', value: '8005550101' }, { qualifier: 'EM', value: 'edi@example.com' }] }], website: 'www.example.com/policy',
    },
    payee: { name: billingProvider.name.kind === 'organization' ? billingProvider.name.name ?? '' : '', id: { qualifier: 'XX', value: '1234567893' }, address: billingProvider.address, references: [{ qualifier: 'TJ', value: '042345678' }] },
    claims, providerAdjustments,
  };
}

const plb = { providerId: '1234567893', fiscalPeriodEnd: '2026-12-31' };

/** Overpayment taken back, authorized return, interest added. */
export const takenBack: Remittance['providerAdjustments'] = [
  { ...plb, reason: 'WO', reference: '2025120000001', cents: 3500 }, { ...plb, reason: '72', reference: 'RET-1', cents: 1000 }, { ...plb, reason: 'L6', reference: '2026041000123', cents: -125 },
];

/** Reversals exceed payments: the balance is carried forward so that the payment is zero. */
export const carriedForward: Remittance['providerAdjustments'] = [{ ...plb, reason: 'FB', reference: 'BAL-20260301', cents: -8000 }];

export const noPayment: Partial<Remittance['payment']> = { handling: 'H', method: 'NON', format: undefined, sender: undefined, originator: undefined, receiver: undefined };

/** An earlier balance taken whole, and what the payment does not cover of it carried forward anew. */
export const takenAndCarriedForward: Remittance['providerAdjustments'] = [{ ...plb, reason: 'FB', reference: 'BAL-20260201', cents: 20000 }, { ...plb, reason: 'FB', reference: 'EFT-20260301-7', cents: -12450 }];
