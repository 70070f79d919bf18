import { type Act } from '../../../http/act';

/** The drug chart of a stay has changed: whoever has it open sees it at once. */
export function announceChart(act: Act, encounterId: string): void {
  act.announcements.push({ topic: 'journey', id: encounterId, roles: ['nurse', 'charge-nurse', 'physician', 'pharmacist'] });
}
