import { type Role } from '../roles';
import { type Confidentiality } from './labels';

/**
 * How somebody can stand to a patient: the patient; on the team that cares for them (assigned nurse, attending or ordering physician); on the ward
 * of the stay; with a task about them in their hands or in the queue of their desk; named by the patient; or through the broken glass.
 */
export const STANDINGS = ['own', 'care-team', 'own-ward', 'task', 'permitted', 'glass'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Which standings let a role into a restricted record; `any`: it needs none. */
export type Opening = 'any' | readonly Standing[];
export type Openings = Readonly<Record<Confidentiality, Readonly<Partial<Record<Role, Opening>>>>>;

export interface Asked {
  /** Null: nobody restricted it. */
  readonly confidentiality: Confidentiality | null;
  /** The patient shut this person, or a role of theirs, out. */
  readonly isDenied: boolean;
  readonly standings: readonly Standing[];
  readonly roles: readonly Role[];
}

/** `restricted`: not without a reason; `denied`: not at all. */
export type Verdict = 'open' | 'restricted' | 'denied';

/**
 * May this person open this record? An explicit denial is looked at before every grant, so that no grant, not even the broken glass, can turn it round
 * (CVE-2026-32126: deny rules that were read as grants). Nobody is shut out of their own record.
 */
export function openRecord({ confidentiality, isDenied, standings, roles }: Asked, openings: Openings): Verdict {
  if (standings.includes('own')) return 'open';
  if (isDenied) return 'denied';
  if (confidentiality === null) return 'open';
  const opens = roles.some((role) => {
    const opening = openings[confidentiality][role];
    return opening === 'any' || (opening?.some((standing) => standings.includes(standing)) ?? false);
  });
  return opens ? 'open' : 'restricted';
}
