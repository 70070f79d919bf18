import { QueryTypes } from 'sequelize';
import { type Database } from './connect';

/**
 * How a target stands to the source (FHIR R4 ConceptMap.equivalence, the words used here): `equivalent` means the same,
 * `wider` says less, `narrower` says more than was recorded (one of several candidates: a person chooses), `inexact` overlaps.
 */
export const CONFIDENCES = ['equivalent', 'wider', 'inexact', 'narrower'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const TARGET_SYSTEMS = ['ICD10CM', 'ICD10PCS', 'HCPCS', 'REVENUE'] as const;
export type TargetSystem = (typeof TARGET_SYSTEMS)[number];

/** A code a recorded one stands for on a claim. */
export interface CrosswalkTarget {
  readonly system: TargetSystem;
  readonly code: string;
  readonly confidence: Confidence;
  /** In our own words; null when the dictionary does not have it. */
  readonly display: string | null;
}

interface Source {
  readonly system: string;
  readonly code: string;
}

/** Targets of one code, best first; empty when there is no faithful one and a coder has to decide. */
export async function mapCode(db: Pick<Database, 'sequelize'>, system: string, code: string): Promise<CrosswalkTarget[]> {
  return (await mapCodes(db, [{ system, code }])).get(crosswalkKey({ system, code })) ?? [];
}

/** Targets of many codes from one query, by `crosswalkKey`. */
export async function mapCodes(db: Pick<Database, 'sequelize'>, sources: readonly Source[]): Promise<Map<string, CrosswalkTarget[]>> {
  if (sources.length === 0) return new Map();
  const rows = await db.sequelize.query<CrosswalkRow>(`${SELECT} WHERE (x.source_system, x.source_code) IN (?)`, {
    type: QueryTypes.SELECT, replacements: [sources.map(({ system, code }) => [system, code])],
  });
  return targetsByCode(rows);
}

export function crosswalkKey({ system, code }: Source): string {
  return `${system}|${code}`;
}

/** What `targetsByCode` reads. */
export interface CrosswalkRow {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly system: TargetSystem;
  readonly code: string;
  readonly confidence: Confidence;
  readonly display: string | null;
}

/** Selects CrosswalkRows; a WHERE may follow. */
export const SELECT = `SELECT x.source_system AS sourceSystem, x.source_code AS sourceCode, x.target_system AS \`system\`, x.target_code AS code, x.confidence, c.display
  FROM code_crosswalk x LEFT JOIN concepts c ON c.system_code = x.target_system AND c.code = x.target_code`;

/** Rows grouped by source code, best target first. */
export function targetsByCode(rows: readonly CrosswalkRow[]): Map<string, CrosswalkTarget[]> {
  const map = new Map<string, CrosswalkTarget[]>();
  for (const { sourceSystem, sourceCode, ...target } of rows) {
    const key = crosswalkKey({ system: sourceSystem, code: sourceCode });
    map.set(key, [...(map.get(key) ?? []), target]);
  }
  for (const targets of map.values()) targets.sort((a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) || (a.code < b.code ? -1 : 1));
  return map;
}

/**
 * The one code of a system that may be taken without asking anybody: the only equivalent one, else the only wider one (true,
 * if less exact). Null where several compete, where the candidates say more than was recorded, and where there is none: a
 * person codes it.
 */
export function certainTarget(targets: readonly CrosswalkTarget[], system: TargetSystem): string | null {
  for (const confidence of ['equivalent', 'wider']) {
    const found = targets.filter((target) => target.system === system && target.confidence === confidence);
    if (found.length > 0) return found.length === 1 ? (found[0]?.code ?? null) : null;
  }
  return null;
}
