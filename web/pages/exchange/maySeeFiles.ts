import { type Visit } from '../../http/visit';

/** Whether somebody may look into the files that go to payers and come from them. */
export function maySeeFiles(visit: Visit): boolean {
  return visit.has('billing', 'billing-supervisor', 'manager', 'administrator', 'auditor');
}
