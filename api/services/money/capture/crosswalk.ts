import { type Act, select } from '../../../http/act';

export interface CodeToMap {
  readonly systemCode: string;
  readonly code: string;
}

export interface Mapping {
  readonly target: string;
  /** FHIR ConceptMap: equivalent; wider, the target says less than the source; narrower or inexact, a coder must choose. */
  readonly confidence: string;
}

/** Mappings by target system, e.g. `ICD10CM`, `HCPCS`, `REVENUE`. */
export type MappingsOf = ReadonlyMap<string, readonly Mapping[]>;

const keyOf = ({ systemCode, code }: CodeToMap): string => `${systemCode}|${code}`;

/** What the hospital's crosswalk says about these codes. A code without a mapping gets none: no code is ever made up. */
export async function lookUpMappings(act: Act, codes: readonly CodeToMap[]): Promise<(code: CodeToMap) => MappingsOf> {
  const wanted = [...new Map(codes.map((code) => [keyOf(code), code])).values()];
  if (wanted.length === 0) return () => new Map();
  const rows = await select<CodeToMap & { targetSystem: string; target: string; confidence: string }>(
    act,
    `SELECT source_system AS systemCode, source_code AS code, target_system AS targetSystem, target_code AS target, confidence
     FROM code_crosswalk WHERE (source_system, source_code) IN (${wanted.map(() => '(?)').join(', ')}) ORDER BY confidence = 'equivalent' DESC, target_code`,
    wanted.map((one) => [one.systemCode, one.code]),
  );
  const found = new Map<string, Map<string, Mapping[]>>();
  for (const row of rows) {
    const byTarget = found.get(keyOf(row)) ?? new Map<string, Mapping[]>();
    byTarget.set(row.targetSystem, [...(byTarget.get(row.targetSystem) ?? []), { target: row.target, confidence: row.confidence }]);
    found.set(keyOf(row), byTarget);
  }
  return (code) => found.get(keyOf(code)) ?? new Map<string, Mapping[]>();
}

/**
 * The code that may be used without a coder: the only equivalent one, or else the only wider one (true, if less exact). Null when
 * there is none, or when several compete.
 */
export function certainCode(mappings: MappingsOf, targetSystem: string): string | null {
  const all = mappings.get(targetSystem) ?? [];
  for (const confidence of ['equivalent', 'wider']) {
    const found = all.filter((mapping) => mapping.confidence === confidence);
    if (found.length > 0) return found.length === 1 ? (found[0]?.target ?? null) : null;
  }
  return null;
}

/** Every mapped code in a target system, best first: what a coder is offered. */
export function suggestions(mappings: MappingsOf, targetSystem: string): string[] {
  return (mappings.get(targetSystem) ?? []).map((mapping) => mapping.target);
}
