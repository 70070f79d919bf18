/**
 * 16 hexadecimal digits that are equal for claims stuck for the same reason: cause, payer and the codes behind it. FNV-1a, 64 bits;
 * it groups, it protects nothing.
 */
export function causeFingerprint(cause: string, payerId: string, codes: readonly string[]): string {
  const text = [cause, payerId, ...[...new Set(codes)].sort()].join('\u001f');
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
