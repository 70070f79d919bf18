import { type Role } from '../domain/roles';
import { type IconName } from './render/icons';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current: boolean;
  /** On a phone it stands under "More". */
  readonly isBeyond: boolean;
}

/** What the bar of a phone has room for: one word under each thumb. Where there are more places, its last is "More". */
const FIT_ON_A_PHONE = 5;

interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly roles: readonly Role[];
  /** Other pages that are reached from it and belong to it. */
  readonly beside?: readonly string[];
}

const WARD: Role[] = ['nurse', 'charge-nurse', 'physician'];
const DESK: Role[] = ['lab', 'radiographer', 'radiologist', 'pharmacist', 'registrar', 'bed-manager', 'coder'];
const MONEY: Role[] = ['billing', 'billing-supervisor'];
const OVERSIGHT: Role[] = ['manager', 'administrator'];

/** Where people go, in the order of the menu. Whether they may is the API's say; this only keeps menus short. */
const PLACES: readonly Place[] = [
  { href: '/my-care', label: 'My care', icon: 'heart', roles: ['patient'] },
  { href: '/privacy', label: 'Privacy', icon: 'lock', roles: ['privacy-officer'], beside: ['/decoys', '/retention', '/legal-holds', '/access-reviews'] },
  { href: '/claims', label: 'Claims', icon: 'money', roles: [...MONEY] },
  { href: '/accounts', label: 'Accounts', icon: 'note', roles: [...MONEY] },
  { href: '/money/requests', label: 'Refunds', icon: 'undo', roles: ['billing-supervisor'] },
  { href: '/journeys', label: 'Journeys', icon: 'path', roles: ['manager'] },
  { href: '/analytics', label: 'Figures', icon: 'chart', roles: ['manager'] },
  { href: '/tasks', label: 'Tasks', icon: 'inbox', roles: [...WARD, ...DESK, ...MONEY, ...OVERSIGHT, 'privacy-officer'] },
  { href: '/amendments', label: 'Amendments', icon: 'note', roles: ['privacy-officer'] },
  { href: '/breaches', label: 'Breaches', icon: 'flag', roles: ['privacy-officer'] },
  { href: '/observations', label: 'Observations', icon: 'pulse', roles: WARD },
  { href: '/patients', label: 'Patients', icon: 'people', roles: [...WARD, ...DESK, 'administrator', 'privacy-officer'] },
  { href: '/results', label: 'New results', icon: 'lab', roles: ['physician'] },
  { href: '/order-sets', label: 'Order sets', icon: 'note', roles: ['physician', 'administrator'] },
  { href: '/medicines', label: 'Formulary', icon: 'pill', roles: ['pharmacist'] },
  { href: '/beds', label: 'Beds', icon: 'bed', roles: [...WARD, ...OVERSIGHT, 'bed-manager', 'registrar'] },
  { href: '/shift', label: 'Shift', icon: 'calendar', roles: ['nurse', 'charge-nurse'] },
  { href: '/roster', label: 'Roster', icon: 'people', roles: OVERSIGHT },
  { href: '/journeys', label: 'Journeys', icon: 'path', roles: [...WARD, ...MONEY, 'registrar', 'bed-manager', 'administrator', 'auditor'] },
  { href: '/safety', label: 'Safety', icon: 'shield', roles: [...WARD, ...DESK, ...OVERSIGHT, 'auditor', 'privacy-officer'] },
  { href: '/incidents', label: 'Stuck steps', icon: 'stuck', roles: [...OVERSIGHT, ...MONEY, 'charge-nurse'] },
  { href: '/claims', label: 'Claims', icon: 'money', roles: ['coder', ...OVERSIGHT, 'auditor'] },
  { href: '/analytics', label: 'Figures', icon: 'chart', roles: ['administrator', 'billing-supervisor', 'auditor'] },
  { href: '/exchange', label: 'Payers', icon: 'mail', roles: ['billing-supervisor', 'administrator'] },
  { href: '/audit', label: 'Audit', icon: 'shield', roles: ['auditor', 'privacy-officer'] },
  { href: '/breaches', label: 'Privacy', icon: 'lock', roles: ['auditor', 'administrator'], beside: ['/decoys', '/retention', '/legal-holds'] },
  { href: '/compliance', label: 'Compliance', icon: 'done', roles: ['auditor', 'administrator', 'privacy-officer'] },
  { href: '/admin', label: 'System', icon: 'settings', roles: ['administrator', 'auditor'], beside: ['/access-reviews'] },
];

/** The menu of somebody with these roles. */
export function navigationFor(me: { readonly roles: readonly Role[] }, path: string): NavItem[] {
  const places: Place[] = [];
  for (const place of PLACES) if (place.roles.some((role) => me.roles.includes(role)) && !places.some(({ href }) => href === place.href)) places.push(place);
  const isMuch = places.length > FIT_ON_A_PHONE;
  const isIn = (href: string) => path === href || path.startsWith(`${href}/`);
  return places.map(({ href, label, icon, beside = [] }, index) => ({ href, label, icon, current: [href, ...beside].some(isIn), isBeyond: isMuch && index >= FIT_ON_A_PHONE - 1 }));
}

/** The first page after sign-in: what this role needs at first glance. */
export function homeOf(roles: readonly Role[]): string {
  if (roles.includes('manager')) return '/journeys';
  if (roles.some((role) => role === 'billing' || role === 'billing-supervisor')) return '/claims';
  if (roles.includes('privacy-officer')) return '/privacy';
  if (roles.includes('administrator')) return '/admin';
  if (roles.includes('patient')) return '/my-care';
  if (roles.includes('auditor')) return '/journeys';
  return '/tasks';
}
