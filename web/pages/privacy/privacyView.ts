import { contract } from '../../../api/client';
import { RECIPIENT_LABELS, RECIPIENTS } from '../../../domain/rights/directives';
import { GLASS_REASON_LABELS } from '../../../domain/rights/glass';
import { CONFIDENTIALITY_LABELS, CONFIDENTIALITIES, ILLNESSES, SENSITIVITIES, SENSITIVITY_LABELS } from '../../../domain/rights/labels';
import { ROLE_LABELS, ROLES } from '../../../domain/roles';
import { type Reply, type Visit } from '../../http/visit';

type Privacy = Reply<typeof contract.readPrivacy>;
type Directive = Privacy['directives'][number];

const RECIPIENT_WORDS: Readonly<Record<(typeof RECIPIENTS)[number], string>> = { payer: 'the insurance', providers: 'other hospitals and practices', research: 'research' };

/** "Dr. May may not open the record": one directive as a sentence; `own` when the patient reads it. */
export function directiveWords({ scope, provision, person, role, recipient, sensitivity }: Directive, own = false): string {
  const record = own ? 'my record' : 'the record';
  if (scope === 'share') return `${provision === 'deny' ? 'Do not tell' : 'May tell'} ${RECIPIENT_WORDS[recipient ?? 'payer']}`;
  if (scope === 'sensitive') return `${sensitivity ? SENSITIVITY_LABELS[sensitivity] : ''}: only for those who look after ${own ? 'me' : 'the patient'}`;
  const who = person?.name ?? `Everybody who is ${role ? ROLE_LABELS[role].toLowerCase() : ''}`;
  return `${who} ${provision === 'deny' ? 'may not open' : 'may open'} ${record}`;
}

/** The privacy of a record as its page shows it, and what whoever looks may change. */
export async function privacyOf(visit: Visit, patientId: string, stay: { readonly id: string } | null): Promise<object> {
  const { labels, directives, glass } = await visit.api.call(contract.readPrivacy, { params: { patientId } });
  const mayDirect = visit.has('registrar');
  const staff = mayDirect ? (await visit.api.call(contract.listStaff, {})).items : [];
  const withWords = directives.map((one) => ({ ...one, words: directiveWords(one) }));
  return {
    labels: labels.map((label) => ({ ...label, what: SENSITIVITY_LABELS[label.sensitivity], level: CONFIDENTIALITY_LABELS[label.confidentiality] })),
    directives: withWords.filter(({ withdrawnAt }) => !withdrawnAt), past: withWords.filter(({ withdrawnAt }) => withdrawnAt),
    broken: glass.map((one) => ({ ...one, reasonWords: GLASS_REASON_LABELS[one.reason] })),
    mayLabel: visit.has('physician', 'charge-nurse', 'registrar'), mayDirect, maySeeAmendments: !visit.has('manager', 'administrator') || visit.has('privacy-officer', 'registrar', 'auditor'), maySeeDisclosures: visit.has('registrar', 'privacy-officer', 'administrator', 'auditor'), stayId: stay?.id ?? null,
    levels: CONFIDENTIALITIES.map((value) => ({ value, label: value === 'V' ? `${CONFIDENTIALITY_LABELS[value]}: desks only with a task` : CONFIDENTIALITY_LABELS[value] })),
    reasons: SENSITIVITIES.map((value) => ({ value, label: SENSITIVITY_LABELS[value] })),
    choices: [
      ...RECIPIENTS.flatMap((value) => [{ value: `share:deny:${value}`, label: `Do not tell: ${RECIPIENT_WORDS[value]}` }, { value: `share:permit:${value}`, label: `May tell: ${RECIPIENT_WORDS[value]}` }]),
      ...ILLNESSES.map((value) => ({ value: `sensitive:deny:${value}`, label: `Hold closer: ${SENSITIVITY_LABELS[value]}` })),
      { value: 'access:deny', label: 'May not open the record: the person or role below' }, { value: 'access:permit', label: 'May open the record: the person or role below' },
    ],
    people: [...staff.map(({ id, name }) => ({ value: `user:${id}`, label: name })), ...ROLES.filter((role) => !['patient', 'service', 'auditor'].includes(role)).map((role) => ({ value: `role:${role}`, label: `Everybody: ${ROLE_LABELS[role]}` }))],
  };
}

/** What patients may direct by themselves, as choices; whom they may shut out are people who looked. */
export const ownChoices = [
  ...RECIPIENTS.flatMap((value) => [{ value: `share:deny:${value}`, label: `Do not tell: ${RECIPIENT_LABELS[value].toLowerCase()}` }, { value: `share:permit:${value}`, label: `May tell: ${RECIPIENT_LABELS[value].toLowerCase()}` }]),
  ...ILLNESSES.map((value) => ({ value: `sensitive:deny:${value}`, label: `Only for those who look after me: ${SENSITIVITY_LABELS[value].toLowerCase()}` })),
];
