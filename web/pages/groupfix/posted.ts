import { type z } from 'zod';
import { type contract } from '../../../api/client';

type ClaimFix = z.input<typeof contract.planClaimGroupFix.body>['fix'];
type IncidentFix = z.input<typeof contract.planIncidentGroupFix.body>['fix'];
type Changes = NonNullable<ClaimFix['changes']>;

/** The posted form as the API takes it; what cannot be right goes along as typed, so that the API says what is wrong with it. */
export function claimFixOf(posted: URLSearchParams, toUtc: (local: string) => string): ClaimFix {
  const text = reader(posted);
  const action = text('action') as ClaimFix['action'];
  const changes = action === 'save' || action === 'send-on' ? changesOf(posted) : {};
  return { action, ...(Object.keys(changes).length > 0 ? { changes } : {}), ...common(posted, action, toUtc), ...(action === 'hand-over' && text('userId') ? { userId: text('userId') } : {}) };
}

/** The same for stuck steps. */
export function incidentFixOf(posted: URLSearchParams, toUtc: (local: string) => string): IncidentFix {
  const action = (posted.get('action') ?? '') as IncidentFix['action'];
  return { action, ...common(posted, action, toUtc) };
}

function common(posted: URLSearchParams, action: string, toUtc: (local: string) => string): { note?: string; until?: string } {
  const text = reader(posted);
  return { ...(text('note') ? { note: text('note') } : {}), ...(action === 'hold' && text('until') ? { until: toUtc(text('until')) } : {}) };
}

function changesOf(posted: URLSearchParams): Changes {
  const text = reader(posted);
  const byClaim = listOf(posted.get('byClaim') ?? '', text('byClaimField') === 'memberNumber' ? 'memberNumber' : 'authorizationNumber');
  return {
    ...(text('authorizationNumber') ? { authorizationNumber: text('authorizationNumber') } : {}),
    ...(text('principalDiagnosis') ? { principalDiagnosis: text('principalDiagnosis').toUpperCase() } : {}),
    ...(text('drg') ? { drg: text('drg') } : {}),
    ...(text('modifier') || text('modifierProcedure') ? { addModifier: { procedure: text('modifierProcedure').toUpperCase(), modifier: text('modifier').toUpperCase() } } : {}),
    ...(byClaim.length > 0 ? { byClaim } : {}),
  };
}

/** "C00012, AUTH-7" a line: claim number, then its value. */
function listOf(typed: string, field: 'authorizationNumber' | 'memberNumber'): NonNullable<Changes['byClaim']> {
  return typed.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).map((line) => {
    const [claim = '', ...value] = line.split(/[\s,;\t]+/);
    return { claim, [field]: value.join(' ') };
  });
}

const reader = (posted: URLSearchParams) => (name: string): string => posted.get(name)?.trim() ?? '';
