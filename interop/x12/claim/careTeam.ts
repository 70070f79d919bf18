import type { Draft } from '../core/draft';
import { present, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { draftAddress, draftName, needName, readAddress } from '../parts/party';
import type { CareTeam, Provider, ProviderReference, ServiceFacility } from './careTeamModel';

/** Roles of clinicians: NM101, and PRV01 where the taxonomy may be told. */
const ROLES = {
  attending: { entity: '71', taxonomy: 'AT' },
  operating: { entity: '72', taxonomy: undefined },
  otherOperating: { entity: 'ZZ', taxonomy: undefined },
  rendering: { entity: '82', taxonomy: 'PE' },
  referring: { entity: 'DN', taxonomy: 'RF' },
  primaryCare: { entity: 'P3', taxonomy: 'PC' },
  supervising: { entity: 'DQ', taxonomy: 'SU' },
  ordering: { entity: 'DK', taxonomy: 'OR' },
} as const;
type Role = keyof typeof ROLES;
const ALL_ROLES = Object.keys(ROLES) as Role[];

/** The order in which each guide lists the roles; a role it does not list comes last and is refused. */
export const CARE_TEAM_ORDER = {
  professionalClaim: ['referring', 'primaryCare', 'rendering', 'serviceFacility', 'supervising'],
  professionalLine: ['rendering', 'serviceFacility', 'supervising', 'ordering', 'referring', 'primaryCare'],
  institutionalClaim: ['attending', 'operating', 'otherOperating', 'rendering', 'serviceFacility', 'referring'],
  institutionalLine: ['operating', 'otherOperating', 'rendering', 'referring'],
} as const satisfies Record<string, readonly (keyof CareTeam)[]>;

/** Loops 2310 of a claim or 2420 of a line. */
export function readCareTeam(loop: Loop): CareTeam {
  const team: CareTeam = {};
  for (const role of ALL_ROLES) {
    const found = loop.loops.find(({ head, rule }) => rule.carried && head.id === 'NM1' && head.at(1) === ROLES[role].entity);
    if (found) team[role] = readProvider(found);
  }
  const facility = loop.loops.find(({ head }) => head.id === 'NM1' && head.at(1) === '77');
  if (facility) team.serviceFacility = readFacility(facility);
  return team;
}

export function draftCareTeam(team: CareTeam, order: readonly (keyof CareTeam)[]): Draft[] {
  const rest = [...ALL_ROLES, 'serviceFacility' as const].filter((role) => !order.includes(role));
  return [...order, ...rest].flatMap((role) => {
    if (role === 'serviceFacility') return team.serviceFacility ? draftFacility(team.serviceFacility) : [];
    const provider = team[role];
    return provider ? draftProvider(role, provider) : [];
  });
}

function readProvider(loop: Loop): Provider {
  return present({
    name: needName(loop.head), npi: loop.head.optional(9), taxonomy: loop.find('PRV')?.at(3), references: unlessEmpty(readProviderReferences(loop)),
  });
}

function readFacility(loop: Loop): ServiceFacility {
  return present({
    name: loop.head.at(3), npi: loop.head.optional(9), address: readAddress(loop) ?? { lines: [], city: '' },
    references: unlessEmpty(readProviderReferences(loop)),
  });
}

function readProviderReferences(loop: Loop): ProviderReference[] {
  return loop.all('REF').map((ref) => present({ qualifier: ref.at(1), value: ref.at(2), payerId: ref.component(4, 2) || undefined }));
}

function draftProvider(role: Role, { name, npi, taxonomy, references }: Provider): Draft[] {
  const { entity, taxonomy: code } = ROLES[role];
  return [
    draftName(entity, name, npi === undefined ? undefined : { qualifier: 'XX', value: npi }),
    ...(taxonomy === undefined ? [] : [['PRV', code, 'PXC', taxonomy] as const]),
    ...draftProviderReferences(references),
  ];
}

function draftFacility({ name, npi, address, references }: ServiceFacility): Draft[] {
  return [
    draftName('77', { kind: 'organization', name }, npi === undefined ? undefined : { qualifier: 'XX', value: npi }),
    ...draftAddress(address),
    ...draftProviderReferences(references),
  ];
}

/** REF with, in REF04, the payer the number belongs to. */
export function draftProviderReferences(references: readonly ProviderReference[] | undefined): Draft[] {
  return (references ?? []).map(({ qualifier, value, payerId }): Draft => ['REF', qualifier, value, undefined, payerId === undefined ? undefined : ['2U', payerId]]);
}
