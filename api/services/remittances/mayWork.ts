import { grantsFor } from '../../policies/table';
import { type Act } from '../../http/act';

/** May this person match, split and take back? Pages show the forms only then; the routes ask again. */
export function mayWork(act: Act): boolean {
  return grantsFor('remittance.work', act.principal.roles).length > 0;
}
