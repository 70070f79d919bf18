/** A medicine about to be ordered. `name` is its RxNorm display: ingredient, strength, form. */
export interface OrderedMedicine {
  readonly code: string;
  readonly name: string;
}

/** An allergy or intolerance on record. `name` is the substance's display. */
export interface RecordedAllergy {
  readonly code: string;
  readonly name: string;
  readonly category: string;
}

export interface AllergyConflict {
  readonly medicine: OrderedMedicine;
  readonly allergy: RecordedAllergy;
  /** The substance itself, or another of its class. */
  readonly because: 'substance' | 'class';
}

/**
 * Ingredients that share an allergy or intolerance, by WHO ATC group. What this does not cover: cross-reactions between groups
 * (penicillins and cephalosporins), excipients, food and latex, and every ingredient not listed here, which only matches itself.
 */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  'J01C penicillins': ['penicillin', 'amoxicillin', 'ampicillin', 'oxacillin', 'nafcillin', 'dicloxacillin', 'piperacillin', 'ticarcillin'],
  'J01D cephalosporins': ['cefazolin', 'cephalexin', 'cefuroxime', 'cefoxitin', 'ceftriaxone', 'cefotaxime', 'ceftazidime', 'cefepime'],
  'J01E sulfonamide antibacterials': ['sulfamethoxazole', 'sulfadiazine', 'sulfasalazine'],
  'C09A ACE inhibitors': ['lisinopril', 'enalapril', 'captopril', 'ramipril', 'benazepril', 'fosinopril', 'quinapril', 'perindopril', 'trandolapril'],
  'M01A and N02BA: NSAIDs and salicylates': ['aspirin', 'ibuprofen', 'naproxen', 'ketorolac', 'diclofenac', 'indomethacin', 'meloxicam', 'celecoxib'],
};

/** Words of a display that name no ingredient. */
const NOT_INGREDIENTS = new Set(['oral', 'tablet', 'capsule', 'injection', 'injectable', 'solution', 'prefilled', 'syringe', 'extended', 'release', 'acid', 'sodium', 'potassium', 'calcium', 'hydrochloride', 'sulfate', 'product', 'substance', 'preparation', 'allergy']);

/** Every conflict between medicines and recorded allergies. The one check that all ways of ordering go through. */
export function findAllergyConflicts(medicines: readonly OrderedMedicine[], allergies: readonly RecordedAllergy[]): AllergyConflict[] {
  return medicines.flatMap((medicine) => allergies.flatMap((allergy) => {
    const because = match(medicine, allergy);
    return because ? [{ medicine, allergy, because }] : [];
  }));
}

function match(medicine: OrderedMedicine, allergy: RecordedAllergy): AllergyConflict['because'] | null {
  if (medicine.code === allergy.code) return 'substance';
  const ordered = words(medicine.name);
  const known = words(allergy.name).filter((word) => word.length > 3 && !NOT_INGREDIENTS.has(word));
  if (known.some((word) => ordered.includes(word))) return 'substance';
  const sameClass = Object.values(CLASSES).some((members) => known.some((word) => members.includes(word)) && ordered.some((word) => members.includes(word)));
  return sameClass ? 'class' : null;
}

function words(name: string): string[] {
  return name.toLowerCase().split(/[^a-z]+/).filter(Boolean);
}
