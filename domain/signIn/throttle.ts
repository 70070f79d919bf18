/**
 * How wrong tries slow down sign-in. Nobody is locked out for ever: a wait has an end, a stranger's failures elsewhere cost the owner a minute at most,
 * and a device from which the owner signed in before has a count of its own (OWASP Authentication Cheat Sheet, device cookies).
 */
export const GATES = {
  /** One account from one address. */
  pair: { free: 5, firstSeconds: 15, longestSeconds: 900 },
  /** One account from one device that its owner used before. */
  device: { free: 5, firstSeconds: 15, longestSeconds: 900 },
  /** One account from anywhere. */
  account: { free: 50, firstSeconds: 1, longestSeconds: 60 },
  /** Any account from one address; a whole hospital may share it. */
  address: { free: 100, firstSeconds: 1, longestSeconds: 60 },
} as const;
export type GateKind = keyof typeof GATES;

/** After a day without a failure all is forgotten. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** Seconds to wait after so many failures in a row; each further one doubles it, up to the longest. */
export function waitSeconds(kind: GateKind, failures: number): number {
  const { free, firstSeconds, longestSeconds } = GATES[kind];
  return failures < free ? 0 : Math.min(longestSeconds, firstSeconds * 2 ** (failures - free));
}
