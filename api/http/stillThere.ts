/**
 * What a request wrote, or holds locked, must be there when it is read again. When it is not, nothing the person did is to blame and
 * nothing they could mend: the request fails as a whole, and what it wrote is taken back.
 */
export function stillThere<T>(found: T | null | undefined, what: string): T {
  if (found === null || found === undefined) throw new Error(`The ${what} vanished from under the request that works on it.`);
  return found;
}
