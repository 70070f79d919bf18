import { type Act } from '../../http/act';

/** Something on the privacy officer's home has changed: open pages of it read it anew. */
export function tellPrivacyDesk(act: Act, id: string): void {
  act.announcements.push({ topic: 'privacy', id, roles: ['privacy-officer'] });
}
