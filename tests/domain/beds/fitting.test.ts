import fc from 'fast-check';
import { type BedToFit, misfit } from '../../../domain/beds/fitting';
import { BED_STATUSES, type BedStatus } from '../../../domain/beds/status';

const bed: BedToFit = { operationalStatus: 'U', isReserved: false, sexConstraint: null, isolationCapable: false, equipment: ['oxygen'], roommates: [] };
const woman = { sex: 'female', isolation: null, equipment: [] };

/** Location.operationalStatus: HL7 table 0116. */
describe('does a bed fit a patient', () => {
  test.each([
    ['a free, clean bed', bed, woman, null],
    ['occupied', { ...bed, operationalStatus: 'O' as const }, woman, 'occupied'],
    ['isolated', { ...bed, operationalStatus: 'I' as const }, woman, 'occupied'],
    ['reserved', { ...bed, isReserved: true }, woman, 'reserved'],
    ['not cleaned (hmislk#21587)', { ...bed, operationalStatus: 'H' as const }, woman, 'not-clean'],
    ['contaminated', { ...bed, operationalStatus: 'K' as const }, woman, 'not-clean'],
    ['out of use', { ...bed, operationalStatus: 'C' as const }, woman, 'out-of-use'],
    ['for men', { ...bed, sexConstraint: 'male' }, woman, 'other-sex'],
    ['for women', { ...bed, sexConstraint: 'female' }, woman, null],
    ['beside a man', { ...bed, roommates: ['male'] }, woman, 'other-sex'],
    ['beside a woman', { ...bed, roommates: ['female', 'unknown'] }, woman, null],
    ['beside anyone, sex unknown', { ...bed, roommates: ['male', 'female'] }, { ...woman, sex: 'unknown' }, null],
    ['isolation needed and not there', bed, { ...woman, isolation: 'droplet' }, 'no-isolation'],
    ['isolation needed and there', { ...bed, isolationCapable: true }, { ...woman, isolation: 'droplet' }, null],
    ['equipment needed and there', bed, { ...woman, equipment: ['oxygen'] }, null],
    ['equipment needed and not there', bed, { ...woman, equipment: ['oxygen', 'ventilator'] }, 'no-equipment'],
  ] as const)('%s', (_, candidate, patient, expected) => expect(misfit(candidate, patient)).toBe(expected));

  test('only a bed that is free, clean and not reserved ever fits', () => {
    const beds = fc.record({
      operationalStatus: fc.constantFrom(...(Object.keys(BED_STATUSES) as BedStatus[])), isReserved: fc.boolean(), sexConstraint: fc.constantFrom('female', 'male', null),
      isolationCapable: fc.boolean(), equipment: fc.constant([]), roommates: fc.array(fc.constantFrom('female', 'male', 'unknown')),
    });
    fc.assert(fc.property(beds, fc.constantFrom('female', 'male', 'other', 'unknown'), (candidate, sex) => {
      if (misfit(candidate, { sex, isolation: null, equipment: [] }) === null) expect([candidate.operationalStatus, candidate.isReserved]).toEqual(['U', false]);
    }));
  });
});
