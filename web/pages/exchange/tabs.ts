import { type Visit } from '../../http/visit';

/** The parts of the payer exchange this person may see. */
export function tabsOf(visit: Visit, current: 'files' | 'sent' | 'payers'): { label: string; href: string; current: boolean }[] {
  return [
    { label: 'From payers', href: '/exchange', current: current === 'files' },
    { label: 'To payers', href: '/exchange/sent', current: current === 'sent' },
    ...(visit.has('billing-supervisor', 'administrator', 'manager', 'auditor') ? [{ label: 'Payers', href: '/exchange/payers', current: current === 'payers' }] : []),
  ];
}
