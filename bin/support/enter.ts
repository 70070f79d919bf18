import { Secret, TOTP } from 'otpauth';
import { type ApiClient, ApiProblem, contract } from '../../api/client';

/** One way into the demonstration, as its seed hands it out. */
export interface Entry {
  readonly username: string;
  readonly password: string;
  readonly totpSecret?: string;
}

const STEP_MS = 30_000;

/**
 * Sign in as somebody of the demonstration, with the code their authenticator would show. A code signs in once: when somebody else has just
 * used it, the next one is tried, and then waited for.
 */
export async function enter(nobody: ApiClient, { username, password, totpSecret }: Entry): Promise<{ client: ApiClient; id: string; name: string }> {
  const attempt = async (totp?: string) => {
    const { token, user } = await nobody.call(contract.signIn, { body: { username, password, ...(totp ? { totp } : {}) } });
    return { client: nobody.withToken(token), id: user.id, name: user.name };
  };
  if (!totpSecret) return attempt();
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  for (const ahead of [0, 1]) {
    const entered = await attempt(totp.generate({ timestamp: Date.now() + ahead * STEP_MS })).catch((error: unknown) => (error instanceof ApiProblem && error.status === 401 ? null : Promise.reject(error as Error)));
    if (entered) return entered;
  }
  await new Promise((resolve) => setTimeout(resolve, STEP_MS + 1000));
  return attempt(totp.generate({ timestamp: Date.now() + STEP_MS }));
}
