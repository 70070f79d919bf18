import { type z } from 'zod';
import { duplicateStudies, duplicateTests } from '../../../../domain/orders/duplicateTests';
import { IMAGING_STUDIES } from '../../../../domain/orders/imagingStudies';
import { labName } from '../../../../domain/orders/panels';
import { type resultsContract } from '../../../contract/results';
import { type Act } from '../../../http/act';
import { invalid, unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { tellJourney } from '../medicines/prescribe';
import { insertServices } from './insertServices';
import { knownOrders } from './knownOrders';

type Ordered = z.output<typeof resultsContract.orderTests.body>;

/**
 * Order laboratory tests and imaging in a stay, each as one round of their own. What repeats an order that waits, or a fresh report, is refused
 * without a reason; the reason stands with the order.
 */
export async function orderTests(act: Act, encounter: EncounterRow, { codes, imaging, priority, question, duplicateReason }: Ordered): Promise<{ ids: string[]; round: number | null; imagingRound: number | null }> {
  if (encounter.status !== 'in-progress') throw unprocessable('stay-over', 'This stay is over.');
  if (codes.length + imaging.length === 0) throw invalid([{ field: 'codes', message: 'Choose at least one test or examination.' }], 'Nothing is ordered.');
  requireOffered(codes, imaging);
  const known = await knownOrders(act, encounter.id);
  const now = act.now.getTime();
  const repeated = [...duplicateTests(codes, known.laboratory.orders, now).map((message) => ({ field: 'codes', message })), ...duplicateStudies(imaging, known.imaging.orders, now).map((message) => ({ field: 'imaging', message }))];
  if (repeated.length > 0 && duplicateReason === undefined) throw unprocessable('duplicate-order', 'A test of this order is ordered or reported already. Leave it out, or say why it is needed again.', { errors: repeated });
  const round = codes.length > 0 ? known.laboratory.lastRound + 1 : null;
  const imagingRound = imaging.length > 0 ? known.imaging.lastRound + 1 : null;
  const common = { systemCode: 'LOINC', priority, replay: null, question: question ?? null, duplicateReason: repeated.length > 0 ? (duplicateReason ?? null) : null } as const;
  const ids = await insertServices(act, encounter, [
    ...codes.map((code) => ({ ...common, category: 'laboratory' as const, code, round: round ?? 1 })),
    ...imaging.map((code) => ({ ...common, category: 'imaging' as const, code, round: imagingRound ?? 1 })),
  ]);
  tellJourney(act, encounter);
  act.audits.push({ action: 'tests.ordered', resourceType: 'service-request', patientId: encounter.patientId, detail: { codes, imaging, round, imagingRound, repeated: repeated.length } });
  return { ids, round, imagingRound };
}

function requireOffered(codes: readonly string[], imaging: readonly string[]): void {
  const unknown = [
    ...codes.flatMap((code, index) => (labName(code) === null ? [{ field: `codes[${index}]`, message: `The laboratory does not offer ${code}.` }] : [])),
    ...imaging.flatMap((code, index) => (IMAGING_STUDIES[code] ? [] : [{ field: `imaging[${index}]`, message: `Imaging does not offer ${code}.` }])),
  ];
  if (unknown.length > 0) throw unprocessable('no-such-test', 'The hospital does not offer a test of this order.', { errors: unknown });
}
