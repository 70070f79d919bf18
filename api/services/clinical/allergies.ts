import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { readJson } from '../../../db/models/table';
import { type allergy, type patientsContract } from '../../contract/patients';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { stillThere } from '../../http/stillThere';
import { loadDisplays } from './concepts';
import { iso, type Page, type PageQuery } from './paging';

type Allergy = z.infer<typeof allergy>;

export interface AllergyRow {
  readonly id: string;
  readonly patientId: string;
  readonly systemCode: string;
  readonly code: string;
  readonly kind: string;
  readonly category: string;
  readonly criticality: string | null;
  readonly clinicalStatus: string;
  readonly reactions: unknown;
  readonly onsetAt: Date | null;
}

interface Reaction {
  readonly system?: string;
  readonly code?: string;
  readonly severity?: string | null;
}

const SELECT = `SELECT id, patient_id AS patientId, system_code AS systemCode, code, kind, category, criticality, clinical_status AS clinicalStatus, reactions, onset_at AS onsetAt FROM allergies`;

/** The allergy, locked in a write; null when there is none. */
export async function lockAllergy(act: Act, allergyId: string): Promise<AllergyRow | null> {
  return selectOne<AllergyRow>(act, `${SELECT} WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [allergyId]);
}

export async function listAllergies(act: Act, patientId: string, query: PageQuery): Promise<Page<Allergy>> {
  const cursor = decodeCursor(query.cursor, 1);
  const rows = await select<AllergyRow>(act, `${SELECT} WHERE patient_id = :patientId AND id > :after ORDER BY id LIMIT ${query.limit + 1}`, { patientId, after: cursor?.[0] ?? '' });
  const page = pageOf(rows, query.limit, (row) => [row.id]);
  return { items: await presentAllergies(act, page.items), nextCursor: page.nextCursor, total: null };
}

/** Record an allergy or intolerance; from now on every order is checked against it. */
export async function recordAllergy(act: Act, patientId: string, body: z.output<typeof patientsContract.recordAllergy.body>): Promise<Allergy> {
  const id = newId();
  await execute(act, `INSERT INTO allergies (id, patient_id, system_code, code, kind, category, criticality, clinical_status, onset_at) VALUES (?)`, [[id, patientId, body.systemCode, body.code, body.kind, body.category, body.criticality ?? null, 'active', act.now]]);
  return present(act, id);
}

export async function changeAllergy(act: Act, row: AllergyRow, clinicalStatus: string): Promise<Allergy> {
  await execute(act, 'UPDATE allergies SET clinical_status = ? WHERE id = ?', [clinicalStatus, row.id]);
  return present(act, row.id);
}

async function present(act: Act, id: string): Promise<Allergy> {
  const row = await lockAllergy(act, id);
  const [allergy] = row ? await presentAllergies(act, [row]) : [];
  return stillThere(allergy, 'allergy');
}

async function presentAllergies(act: Act, rows: readonly AllergyRow[]): Promise<Allergy[]> {
  const reactions = rows.map((row) => (readJson(row.reactions) as Reaction[] | null) ?? []);
  const display = await loadDisplays(act, [...rows, ...reactions.flat().map(({ system, code }) => ({ systemCode: system ?? null, code: code ?? null }))]);
  return rows.map(({ patientId: _patientId, reactions: _reactions, ...row }, index) => ({
    ...row, display: display(row.systemCode, row.code), onsetAt: iso(row.onsetAt),
    reactions: (reactions[index] ?? []).map(({ system, code, severity }) => ({ display: display(system ?? null, code ?? null), severity: severity ?? null })),
  }));
}
