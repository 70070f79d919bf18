import type { Group } from './types';

/** The claim-level denials in rule order, named for what the payer found. */
export const DENIALS = {
  memberNotFound: { group: 'CO', reason: '31', remark: null },
  originalNotFound: { group: 'CO', reason: '16', remark: 'M47' },
  exactDuplicate: { group: 'OA', reason: '18', remark: null },
  beforeCoverage: { group: 'CO', reason: '26', remark: null },
  afterCoverage: { group: 'CO', reason: '27', remark: null },
  otherPayerFirst: { group: 'CO', reason: '22', remark: null },
  filedLate: { group: 'CO', reason: '29', remark: null },
  noDiagnosis: { group: 'CO', reason: '16', remark: 'M76' },
  noProcedure: { group: 'CO', reason: '16', remark: 'M51' },
  noDrg: { group: 'CO', reason: '16', remark: 'N208' },
} as const satisfies Record<string, { group: Group; reason: string; remark: string | null }>;
export type DenialName = keyof typeof DENIALS;
