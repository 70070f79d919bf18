import { LAB_TESTS, type SpecimenKind } from '../clinical/labTests';

/** A LOINC panel: what is ordered and reported together from one specimen. */
export interface Panel {
  readonly name: string;
  readonly specimen: SpecimenKind;
  /** LOINC codes of its tests, in report order; the first `core` of them are drawn whenever the panel is ordered. */
  readonly tests: readonly string[];
  readonly core: number;
}

/** Panels the laboratory offers (LOINC panel codes). Tests beyond the core appear when they were recorded with it. */
export const PANELS: Readonly<Record<string, Panel>> = {
  '58410-2': {
    name: 'Complete blood count', specimen: 'blood', core: 8,
    tests: ['6690-2', '789-8', '718-7', '4544-3', '787-2', '785-6', '786-4', '777-3', '788-0', '21000-5', '32207-3', '32623-1'],
  },
  '24323-8': {
    name: 'Comprehensive metabolic panel', specimen: 'serum', core: 14,
    tests: ['2345-7', '3094-0', '2160-0', '17861-6', '2951-2', '2823-3', '2075-0', '2028-9', '2885-2', '1751-7', '1975-2', '6768-6', '1742-6', '1920-8', '33914-3', '10834-0'],
  },
  '51990-0': { name: 'Basic metabolic panel (blood)', specimen: 'blood', core: 8, tests: ['2339-0', '6299-2', '38483-4', '49765-1', '2947-0', '6298-4', '2069-3', '20565-8'] },
  '24325-3': { name: 'Hepatic function panel', specimen: 'serum', core: 6, tests: ['2885-2', '1751-7', '1975-2', '6768-6', '1742-6', '1920-8', '10834-0'] },
  '57698-3': { name: 'Lipid panel', specimen: 'serum', core: 4, tests: ['2093-3', '2571-8', '18262-6', '2085-9'] },
  '24356-8': {
    name: 'Urinalysis', specimen: 'urine', core: 10,
    tests: ['5767-9', '5778-6', '5811-5', '5803-2', '25428-4', '2514-8', '20454-5', '5802-4', '5794-3', '5799-2', '32167-9', '34533-0', '5792-7', '20505-4', '5770-3', '5797-6', '5804-0'],
  },
  '24336-0': { name: 'Arterial blood gas', specimen: 'arterial-blood', core: 4, tests: ['2744-1', '2019-8', '2703-7', '1960-4'] },
  '57023-4': { name: 'White cell differential', specimen: 'blood', core: 10, tests: ['770-8', '736-9', '5905-5', '713-8', '706-2', '751-8', '731-0', '742-7', '711-2', '704-7'] },
  '50190-8': { name: 'Iron studies', specimen: 'serum', core: 3, tests: ['2498-4', '2500-7', '2502-3'] },
  '34528-0': { name: 'Prothrombin time and INR', specimen: 'citrated-plasma', core: 2, tests: ['5902-2', '6301-6'] },
};

/** One thing to order: a panel with the tests it stands for, or a single test. */
export interface LabOrder {
  readonly code: string;
  readonly tests: readonly string[];
}

/** The name of a panel or test; null when the laboratory does not know it. */
export function labName(code: string): string | null {
  return PANELS[code]?.name ?? LAB_TESTS[code]?.name ?? null;
}

/** The tests an ordered code asks for: a panel's core, or the test itself. */
export function testsOf(code: string): readonly string[] {
  const panel = PANELS[code];
  return panel ? panel.tests.slice(0, panel.core) : [code];
}

export function specimenOf(code: string): SpecimenKind {
  return PANELS[code]?.specimen ?? LAB_TESTS[code]?.specimen ?? 'other';
}

/**
 * The orders that explain tests drawn together: the panel with most of its core recorded first, then the rest test by test.
 * A panel counts when at least three quarters of its core were recorded, so a stray result never becomes a panel.
 * Every test given is in exactly one order.
 */
export function ordersFor(tests: readonly string[]): LabOrder[] {
  const left = new Set(tests);
  const orders: LabOrder[] = [];
  for (;;) {
    const best = bestPanel(left);
    if (!best) break;
    orders.push(best);
    for (const test of best.tests) left.delete(test);
  }
  return [...orders, ...[...left].map((test) => ({ code: test, tests: [test] }))];
}

function bestPanel(left: ReadonlySet<string>): LabOrder | null {
  let best: LabOrder | null = null;
  for (const [code, panel] of Object.entries(PANELS)) {
    const tests = panel.tests.filter((test) => left.has(test));
    const core = panel.tests.slice(0, panel.core).filter((test) => left.has(test)).length;
    if (core * 4 < panel.core * 3 || core < 2) continue;
    if (!best || tests.length > best.tests.length) best = { code, tests };
  }
  return best;
}
