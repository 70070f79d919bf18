import fc from 'fast-check';
import { type Interchange, parseX12, singleGroup, type Transaction, writeX12 } from '../../../interop/x12';
import { acceptedGroup, claimAcknowledgment, rejectedGroup } from './samples/acknowledgments';
import { anyAuthorizationRequest, anyAuthorizationResponse } from './samples/arbitraryReviews';
import * as reviews from './samples/authorizations';
import { anyRemittance, institutionalClaim, professionalClaim } from './samples/arbitraries';
import * as claims from './samples/claims';
import { eligibilityInquiry, eligibilityResponse, statusInquiry, statusResponse } from './samples/inquiries';
import { addressing } from './samples/parties';
import * as remittances from './samples/remittances';

/** Written, then read back whole and without a warning. */
function throughText(interchange: Interchange): Interchange {
  const written = writeX12(interchange);
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('\n'));
  const parsed = parseX12(written.text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  expect(parsed.warnings).toEqual([]);
  expect(parsed.interchanges).toHaveLength(1);
  return parsed.interchanges[0] as Interchange;
}

const one = (transaction: Transaction) => singleGroup(addressing, [transaction]);

const SAMPLES: Record<string, Transaction> = {
  'an office visit': claims.professional(claims.visit),
  'a visit with everything': claims.professional(claims.busyVisit),
  'claims that share levels': claims.professional(claims.visit, claims.replacementVisit, claims.busyVisit, { ...claims.busyVisit, patientControlNumber: 'X' }, claims.secondaryVisit, claims.voidVisit),
  'an inpatient stay': claims.institutional(claims.stay),
  'a stay with notes': claims.institutional(claims.notedStay),
  'outpatient and secondary claims': claims.institutional(claims.outpatient, claims.secondaryOutpatient, claims.secondaryStay, claims.replacementStay, claims.voidStay),
  'a remittance of many kinds': remittances.remittance([remittances.paid, remittances.denied, remittances.drgStay, remittances.reversal, remittances.correction, remittances.unknownMember], remittances.takenBack),
  'a remittance carried forward': remittances.remittance([remittances.reversal], remittances.carriedForward, remittances.noPayment),
  'a remittance without claims': remittances.remittance([], remittances.takenBack.slice(2)),
  'an accepted group': acceptedGroup,
  'a partly rejected group': rejectedGroup,
  'a claim acknowledgment': claimAcknowledgment,
  'a status inquiry': statusInquiry,
  'a status response': statusResponse,
  'an eligibility inquiry': eligibilityInquiry,
  'an eligibility response': eligibilityResponse,
  'a request for authorisation': reviews.authorizationRequest,
  'a request for a dependent': reviews.dependentRequest,
  'an authorisation in part': reviews.authorizationResponse,
  'a request about an unknown member': reviews.rejectedRequest,
  'a reviewer that cannot answer': reviews.unavailableReviewer,
};

describe('what is written reads back the same', () => {
  test.each(Object.entries(SAMPLES))('%s', (_name, transaction) => {
    const interchange = one(transaction);
    expect(throughText(interchange)).toEqual(interchange);
  });

  test('any professional claims', () => {
    fc.assert(fc.property(fc.array(professionalClaim, { minLength: 1, maxLength: 3 }), (list) => {
      const interchange = one(claims.professional(...list));
      expect(throughText(interchange)).toEqual(interchange);
    }), { numRuns: 60 });
  });

  test('any institutional claims', () => {
    fc.assert(fc.property(fc.array(institutionalClaim, { minLength: 1, maxLength: 3 }), (list) => {
      const interchange = one(claims.institutional(...list));
      expect(throughText(interchange)).toEqual(interchange);
    }), { numRuns: 60 });
  });

  test('any remittance', () => {
    fc.assert(fc.property(anyRemittance, (remittance) => {
      const interchange = one(remittance);
      expect(throughText(interchange)).toEqual(interchange);
    }), { numRuns: 100 });
  });

  test('any request for authorisation, any answer to one', () => {
    fc.assert(fc.property(fc.oneof<fc.Arbitrary<Transaction>[]>(anyAuthorizationRequest, anyAuthorizationResponse), (review) => {
      const interchange = one(review);
      expect(throughText(interchange)).toEqual(interchange);
    }), { numRuns: 120 });
  });

  test('more claims of one patient than one level holds', () => {
    const interchange = one(claims.professional(...Array.from({ length: 205 }, (_, index) => ({ ...claims.visit, patientControlNumber: `CLM${index}` }))));
    expect(throughText(interchange)).toEqual(interchange);
  });

  test('several interchanges, groups and transaction sets, with other delimiters', () => {
    const delimiters = { element: '|', component: '>', repetition: '!', segment: '\n' };
    const interchange: Interchange = {
      ...one(claims.professional(claims.visit)), delimiters, acknowledgments: [{ controlNumber: 12, date: '2026-03-01', time: '08:15', status: 'A', note: '000' }],
      groups: [
        ...singleGroup(addressing, [claims.professional(claims.visit), { ...claims.professional(claims.busyVisit), controlNumber: '0002' }]).groups,
        ...singleGroup({ ...addressing, groupControlNumber: 78 }, [claims.institutional(claims.stay)]).groups,
        ...singleGroup({ ...addressing, groupControlNumber: 79 }, [eligibilityInquiry]).groups,
      ],
    };
    expect(throughText(interchange)).toEqual(interchange);
    const second = one(acceptedGroup);
    const texts = [interchange, second].map((each) => writeX12(each)).map((each) => (each.ok ? each.text : ''));
    const both = parseX12(texts.join('\r\n'));
    expect(both).toEqual({ ok: true, warnings: [], interchanges: [interchange, second] });
  });
});
