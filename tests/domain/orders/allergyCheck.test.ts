import { findAllergyConflicts } from '../../../domain/orders/allergyCheck';

const medicine = (name: string, code = 'm') => ({ code, name });
const allergy = (name: string, code = 'a') => ({ code, name, category: 'medication' });

/** Groups: WHO ATC J01C, J01D, J01E, C09A, M01A with N02BA. */
describe('allergies against medicines', () => {
  test.each([
    ['aspirin 81 MG Oral Tablet', 'Aspirin', 'substance'],
    ['Sulfamethoxazole 800 MG / Trimethoprim 160 MG Oral Tablet', 'Sulfamethoxazole / Trimethoprim', 'substance'],
    ['Amoxicillin 500 MG Oral Capsule', 'Penicillin V', 'class'],
    ['24 HR lisinopril 10 MG Oral Tablet', 'Lisinopril', 'substance'],
    ['enalapril maleate 10 MG Oral Tablet', 'Lisinopril', 'class'],
    ['Ibuprofen 200 MG Oral Tablet', 'Aspirin', 'class'],
    ['cefazolin 2000 MG Injection', 'Cephalexin', 'class'],
  ] as const)('%s conflicts with an allergy to %s (%s)', (ordered, known, because) => {
    expect(findAllergyConflicts([medicine(ordered)], [allergy(known)]).map((conflict) => conflict.because)).toEqual([because]);
  });

  test.each([
    ['10 ML Furosemide 10 MG/ML Injection', 'Sulfamethoxazole / Trimethoprim'],
    ['Acetaminophen 325 MG Oral Tablet', 'Aspirin'],
    ['losartan potassium 50 MG Oral Tablet', 'Penicillin V potassium'],
    ['cefazolin 2000 MG Injection', 'Penicillin V'],
    ['aspirin 81 MG Oral Tablet', 'Peanut (substance)'],
  ])('%s does not conflict with an allergy to %s', (ordered, known) => expect(findAllergyConflicts([medicine(ordered)], [allergy(known)])).toEqual([]));

  test('the same code conflicts whatever it is called', () => {
    expect(findAllergyConflicts([medicine('one name', '1191')], [allergy('another', '1191')])).toHaveLength(1);
  });
});
