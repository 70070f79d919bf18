import { createHash } from 'node:crypto';
import { type Act, execute } from '../../http/act';

const MINUTES = 5;

export type ChallengeKind = 'passkey-sign-in' | 'passkey-new' | 'passkey-confirm' | 'openid';

/** Keep a challenge that was just given out. `userId`: who alone may answer it. */
export async function keepChallenge(act: Act, kind: ChallengeKind, challenge: string, userId: string | null): Promise<void> {
  await execute(act, 'INSERT INTO sign_in_challenges (challenge_hash, kind, user_id, created_at, expires_at) VALUES (?)', [[hashOf(challenge), kind, userId, act.now, new Date(act.now.getTime() + MINUTES * 60_000)]]);
  await execute(act, 'DELETE FROM sign_in_challenges WHERE expires_at < ? LIMIT 20', [act.now]);
}

/** Take a challenge: it answers once, in its time, for its purpose and person. A refusal afterwards must keep that it is gone (`keeps`). */
export async function takeChallenge(act: Act, kind: ChallengeKind, challenge: string, userId: string | null): Promise<boolean> {
  return (await execute(act, 'DELETE FROM sign_in_challenges WHERE challenge_hash = ? AND kind = ? AND user_id <=> ? AND expires_at > ?', [hashOf(challenge), kind, userId, act.now])) === 1;
}

function hashOf(challenge: string): Buffer {
  return createHash('sha256').update(challenge).digest();
}
