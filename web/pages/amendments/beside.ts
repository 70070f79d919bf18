import { contract } from '../../../api/client';
import { AMENDMENT_GROUNDS, ENTRY_KINDS, type EntryKind } from '../../../domain/privacy/amendment';
import { type Visit } from '../../http/visit';

/** Which entries each part of the chart shows. */
const SHOWN: Readonly<Record<string, readonly EntryKind[]>> = {
  overview: ['patient', 'allergy', 'condition'], results: ['report', 'observation'], observations: ['observation'], medicines: ['prescription', 'administration'], notes: ['note'], stays: ['encounter', 'claim'],
};

/** What was amended, or denied to be, in the entries of this part of the chart: whoever reads them reads this first (45 CFR 164.526(c)(1), (d)(4)). */
export async function amendedBeside(visit: Visit, patientId: string, section: string): Promise<object[]> {
  const { items } = await visit.api.call(contract.listPatientAmendments, { params: { patientId } });
  return items.flatMap(({ kind, status, ground, ...one }) => {
    if (status === 'asked' || !SHOWN[section]?.includes(kind)) return [];
    return [{ ...one, kindLabel: ENTRY_KINDS[kind].label, isAccepted: status === 'accepted', groundWords: ground && AMENDMENT_GROUNDS[ground] }];
  });
}
