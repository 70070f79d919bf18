import { type RowValue } from '../../../../../domain/tasks/form';
import { formatDollars } from '../../../../../domain/money';
import { type Act } from '../../../../http/act';
import { notFound } from '../../../../http/problem';
import { readCodedDiagnoses, setPrincipalDiagnosis } from '../../../money/capture/codedDiagnoses';
import { summarise } from '../../../money/captureCharges';
import { chargesToCode, codeCharge, codeDiagnosis, diagnosesToCode } from '../../../money/coding';
import { type TaskAtHand, type TaskEffect } from '../../effect';

/** Diagnoses and charges without a code, with what the crosswalk suggests; a coder decides each. */
export const codeEncounter: TaskEffect = {
  input: async (act, task) => {
    const encounterId = encounterOf(task);
    const diagnoses = await diagnosesToCode(act, encounterId);
    const charges = await chargesToCode(act, encounterId);
    const coded = (await readCodedDiagnoses(act, encounterId)).filter((one) => one.state === 'coded');
    const principal = coded.find((one) => one.isPrincipal)?.code ?? coded[0]?.code ?? null;
    const { charges: count, totalCents } = await summarise(act, encounterId);
    act.audits.push({ action: 'encounter.coding-read', resourceType: 'encounter', resourceId: encounterId, patientId: task.patientId });
    return {
      rows: {
        diagnoses: diagnoses.map(({ id, display, suggested }) => ({
          id, label: display, ...(suggested.length > 0 ? { hint: `Crosswalk suggests ${suggested.join(', ')}`, values: { code: suggested[0] ?? null } } : { hint: 'No suggestion: look it up, or leave empty when it is not billable' }),
        })),
        charges: charges.map((charge) => ({
          id: charge.id, label: charge.display, hint: `${charge.units} × on ${charge.serviceDate}, ${formatDollars(charge.amountCents)}`,
          values: { decision: 'bill', procedureCode: charge.suggestedProcedure, revenueCode: charge.suggestedRevenue },
        })),
      },
      values: { principalDiagnosis: principal },
      facts: [
        { label: 'Charges', value: `${count}, ${formatDollars(totalCents)}` },
        ...(coded.length > 0 ? [{ label: 'Coded already', value: coded.map((one) => one.code).join(', ') }] : []),
      ],
    };
  },
  apply: async (act, task, values) => {
    const encounterId = encounterOf(task);
    let coded = 0;
    for (const row of rowsOf(values['diagnoses'])) if (await codeDiagnosis(act, encounterId, row.id, asText(row['code']))) coded += 1;
    for (const row of rowsOf(values['charges'])) if (await decideCharge(act, encounterId, row)) coded += 1;
    await setPrincipalDiagnosis(act, encounterId, String(values['principalDiagnosis']));
    const { uncodedCharges, uncodedDiagnoses } = await summarise(act, encounterId);
    return { coded, uncodedCharges, uncodedDiagnoses };
  },
};

async function decideCharge(act: Act, encounterId: string, row: RowValue): Promise<boolean> {
  const coding = row['decision'] === 'bill' ? { procedureCode: asText(row['procedureCode']), revenueCode: String(row['revenueCode']) } : null;
  return codeCharge(act, encounterId, row.id, coding);
}

function encounterOf(task: TaskAtHand): string {
  if (task.encounterId === null) throw notFound();
  return task.encounterId;
}

function rowsOf(value: unknown): readonly RowValue[] {
  return Array.isArray(value) ? (value as RowValue[]) : [];
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
