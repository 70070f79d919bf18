import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { readJson } from '../../../../db/models/table';
import { bandOf, isScale, type ScaleAnswers, scaleAnswers, type ScaleName, scoreScale, SCALES } from '../../../../domain/clinical/scales';
import { type FormValues } from '../../../../domain/tasks/form';
import { type nursingContract } from '../../../contract/nursing';
import { type Act, executeLater, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';

type Assessment = z.infer<typeof nursingContract.listAssessments.reply>['items'][number];

/** Keep one assessment with every answer, and its total as an Observation of category `survey`. Answers its ID. */
export async function recordAssessment(act: Act, encounter: EncounterRow, scale: ScaleName, answers: ScaleAnswers, taskId: string | null = null): Promise<string> {
  const { total, band } = scoreScale(SCALES[scale], answers);
  const id = newId();
  await executeLater(act, 'INSERT INTO assessments (id, patient_id, encounter_id, scale, answers, total, band, performer_id, task_id, at) VALUES (?)', [
    [id, encounter.patientId, encounter.id, scale, JSON.stringify(answers), total, band.code, act.principal.id, taskId, act.now],
  ]);
  const { system, code } = SCALES[scale].code;
  await executeLater(act, 'INSERT INTO observations (id, patient_id, encounter_id, category, system_code, code, status, value_number, unit, interpretation, effective_at, performer_id) VALUES (?)', [
    [newId(), encounter.patientId, encounter.id, 'survey', system, code, 'final', total, '{score}', band.tone === 'good' ? 'N' : 'A', act.now, act.principal.id],
  ]);
  return id;
}

/** The scales a completed form holds, recorded. Answers their names. */
export async function recordScalesOf(act: Act, encounter: EncounterRow, values: FormValues, taskId: string): Promise<ScaleName[]> {
  const recorded: ScaleName[] = [];
  for (const scale of Object.keys(SCALES).filter(isScale)) {
    const answers = scaleAnswers(scale, values);
    if (!answers) continue;
    await recordAssessment(act, encounter, scale, answers, taskId);
    recorded.push(scale);
  }
  return recorded;
}

/** Assessments of a stay, the latest first, each answer in words. */
export async function listAssessments(act: Act, encounterId: string): Promise<Assessment[]> {
  const rows = await select<{ id: string; scale: string; answers: unknown; total: number; performer: string | null; at: Date }>(
    act,
    'SELECT a.id, a.scale, a.answers, a.total, u.display_name AS performer, a.at FROM assessments a LEFT JOIN staff_users u ON u.id = a.performer_id WHERE a.encounter_id = ? ORDER BY a.at DESC, a.id DESC LIMIT 100',
    [encounterId],
  );
  return rows.flatMap((row) => (isScale(row.scale) ? [present(row.scale, row)] : []));
}

function present(scale: ScaleName, row: { id: string; answers: unknown; total: number; performer: string | null; at: Date }): Assessment {
  const { title, items, source } = SCALES[scale];
  const { code, label, tone, advice } = bandOf(SCALES[scale], row.total);
  const answers = readJson(row.answers) as ScaleAnswers;
  return {
    id: row.id, scale, title, source, total: row.total, band: { code, label, tone, advice }, performer: row.performer, at: row.at.toISOString(),
    answers: items.map((item) => {
      const chosen = item.options.find(({ value }) => value === answers[item.name]);
      return { label: item.label, answer: chosen?.label ?? '—', score: chosen?.score ?? 0 };
    }),
  };
}
