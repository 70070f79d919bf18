/**
 * True for a line that a copay is due for: emergency room and clinic by revenue code (NUBC 045x, 051x, 052x), evaluation and management by
 * procedure code (99202 to 99499, G0463). An 837 does not say so itself.
 */
export function isVisitLine(procedure: string | null, revenueCode: string | null): boolean {
  if (revenueCode !== null && /^0(45|51|52)/.test(revenueCode)) return true;
  if (procedure === null) return false;
  return procedure === 'G0463' || (/^99[2-4]\d\d$/.test(procedure) && procedure >= '99202' && procedure <= '99499');
}
