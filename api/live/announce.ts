import { type Redis } from 'ioredis';
import { type Announcement } from '../http/act';

/** Redis channel for live updates: opaque IDs and topics only; losing a message costs a page its next refresh, nothing else. */
export const LIVE_CHANNEL = 'careway:live';

/** Send announcements to every API process. Never throws: live updates are a courtesy. */
export function announceThrough(redis: Redis | null): (announcements: readonly Announcement[]) => void {
  return (announcements) => {
    redis?.publish(LIVE_CHANNEL, JSON.stringify(announcements)).catch(() => undefined);
  };
}
