import { type Act } from '../../http/act';
import { notFound, Problem, type ProblemOptions } from '../../http/problem';
import { GLASS_ROLES, NAMELESS } from '../../policies/restricted';
import { type PolicyName } from '../../policies/table';
import { readVerdicts } from './access';
import { subjectsOf } from './subjects';

export const restricted = (about: ProblemOptions['about']): Problem =>
  new Problem(403, 'restricted', 'This record is restricted. If the patient needs you now, break the glass and say why.', { about });

/**
 * The one place where a restricted record is refused, for API and web alike, before anything of it is loaded: the refusal to throw, or null. Who gives care learns that the glass can
 * be broken; to everybody else, and to whom the patient shut out, the record is not there.
 */
export async function refusalOf(act: Act, policy: PolicyName, parts: readonly unknown[]): Promise<{ problem: Problem; about: NonNullable<ProblemOptions['about']> } | null> {
  if (act.principal.kind === 'service' || policy === 'public' || NAMELESS.includes(policy)) return null;
  const subjects = await subjectsOf(act, parts);
  const verdicts = await readVerdicts(act, subjects);
  const index = Math.max(verdicts.indexOf('denied'), verdicts.includes('denied') ? -1 : verdicts.indexOf('restricted'));
  const subject = subjects[index];
  if (!subject) return null;
  const about = { resourceType: 'patient', resourceId: subject.patientId, patientId: subject.patientId };
  const mayBreak = verdicts[index] === 'restricted' && act.principal.roles.some((role) => GLASS_ROLES.includes(role));
  return { problem: mayBreak ? restricted(about) : notFound(), about };
}
