import { type Label } from './labels';

/** Whom a patient lets their record be told to, or not (FHIR Consent, provision.purpose HPAYMT, TREAT elsewhere, HRESCH). */
export const RECIPIENTS = ['payer', 'providers', 'research'] as const;
export type Recipient = (typeof RECIPIENTS)[number];
export const RECIPIENT_LABELS: Readonly<Record<Recipient, string>> = { payer: 'My insurance', providers: 'Other hospitals and practices', research: 'Research' };

export interface Sharing {
  readonly recipient: Recipient;
  readonly provision: 'permit' | 'deny';
}

/**
 * May the record be told to this recipient? A denial wins over any permission. Substance use records (42 CFR Part 2) need a permission; research needs
 * one always; everything else may be told for treatment and payment (45 CFR 164.506) unless the patient said no (164.522(a)).
 */
export function mayShare(recipient: Recipient, directives: readonly Sharing[], labels: readonly Label[]): boolean {
  const said = directives.filter((directive) => directive.recipient === recipient);
  if (said.some(({ provision }) => provision === 'deny')) return false;
  const needsPermission = recipient === 'research' || labels.some(({ sensitivity }) => sensitivity === 'ETH');
  return !needsPermission || said.some(({ provision }) => provision === 'permit');
}
