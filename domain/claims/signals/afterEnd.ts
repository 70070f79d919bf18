import { type BilledLine, type ClaimFacts, isStay } from './facts';
import { type Finding } from './signal';

/** What is rightly done after death (SNOMED CT): certification of death, post-mortem examination, retrieval of organs. */
const AFTER_DEATH: readonly string[] = ['SNOMED|308646001', 'SNOMED|29240004', 'SNOMED|77465005'];

/** Services dated after the patient died, or after the stay they are billed with had ended. Whole days: the hour of a service is not on a claim. */
export function findAfterEnd({ claim, stay, deceasedAt }: ClaimFacts): Finding[] {
  const found: Finding[] = [];
  const diedOn = deceasedAt?.slice(0, 10) ?? null;
  const late = diedOn === null ? [] : claim.lines.filter(({ service, serviceDate }) => serviceDate > diedOn && !AFTER_DEATH.includes(service));
  if (late.length > 0 && diedOn !== null) found.push(dated('after-death', late, `dated after the patient died on ${diedOn}`, { label: 'Died on', value: diedOn }));
  const endedOn = stay?.to?.slice(0, 10) ?? null;
  const hasEnd = stay !== null && (isStay(stay.classCode) || stay.classCode === 'EMER');
  const after = endedOn === null || !hasEnd ? [] : claim.lines.filter((line) => line.serviceDate > endedOn && !late.includes(line));
  if (after.length > 0 && endedOn !== null) found.push(dated('after-discharge', after, `dated after the discharge on ${endedOn}`, { label: 'Discharged on', value: endedOn }));
  return found;
}

function dated(signal: 'after-death' | 'after-discharge', lines: readonly BilledLine[], why: string, end: { label: string; value: string }): Finding {
  const [first] = lines as [BilledLine];
  const subject = lines.length === 1 ? `${first.words} is` : `${lines.length} lines are`;
  return {
    signal, severity: 'hold', reason: `${subject} ${why}.`, evidence: [end, { label: 'Service dates', value: [...new Set(lines.map(({ serviceDate }) => serviceDate))].sort().join(', ') }],
    lines: lines.map(({ number }) => number), otherClaimId: null, key: `${end.value}/${lines.map(({ service, serviceDate }) => `${service}@${serviceDate}`).sort().join(',')}`,
  };
}
