/** What is looked at in the hospital that runs, beside the tests. */
export const PROBES = {
  'audit-chain': 'The audit trail is as it was written',
  checkpoints: 'Audit checkpoints follow the trail',
  'audit-rights': 'The application’s database user cannot change or delete audit events',
  'second-factor': 'Everybody who may sign in has a second factor',
  'stale-accounts': 'No account lies unused for 90 days',
  'access-review': 'Who holds which role was reviewed in the last 180 days',
  'glass-reviews': 'Broken glass was judged within 3 days',
  amendments: 'Wishes to amend a record are decided within the time of the law',
  backup: 'The last backup is of the last day, and one of the last 7 days was proved by restoring it',
  'service-tokens': 'No service token has run out or does so within 14 days',
  keys: 'Every data key is wrapped under the current master key',
  sealed: 'Sealed columns hold sealed bytes only (sample)',
  'session-limits': 'Sessions end when nobody works in them',
  transport: 'People reach Careway over TLS only',
} as const;
export type ProbeName = keyof typeof PROBES;
export const PROBE_NAMES = Object.keys(PROBES) as [ProbeName, ...ProbeName[]];
