import { type Context, type Next } from 'koa';
import type Router from '@koa/router';
import { Problem } from './problem';
import { type Route } from './route';

/** A method at an address that does not take it, though a more general address would: "/passkeys/options" is not the passkey "options". */
export interface Shadow {
  readonly path: string;
  readonly method: Route['endpoint']['method'];
  readonly allow: string;
}

/** Every such case among these routes; told once, at the start. */
export function shadowsOf(routes: readonly Pick<Route, 'endpoint'>[]): Shadow[] {
  const methods = new Map<string, Set<Shadow['method']>>();
  for (const { endpoint: { path, method } } of routes) methods.set(path, (methods.get(path) ?? new Set()).add(method));
  const addresses = [...methods].map(([path, own]) => ({ path, parts: path.split('/'), own }));
  return addresses.flatMap(({ path, parts, own }) => {
    const swallowed = new Set(addresses.flatMap((general) => (swallows(general.parts, parts) ? [...general.own] : [])));
    return [...swallowed].filter((method) => !own.has(method)).map((method) => ({ path, method, allow: allowed([...own]) }));
  });
}

/** 405 with what the most exact address takes instead, where there is one; else 404. */
export function noSuchRoute(router: Router, shadows: readonly Shadow[]) {
  const shadowed = new Map(shadows.map(({ path, allow }) => [withColons(path), allow]));
  return async (ctx: Context): Promise<void> => {
    const { path } = router.match(ctx.path, ctx.method);
    if (path.length === 0) throw new Problem(404, 'not-found', 'There is no such address.');
    const allow = path.map((layer) => shadowed.get(String(layer.path))).find((one) => one !== undefined);
    throw methodNotAllowed(allow ?? allowed(path.flatMap(({ methods }) => methods)));
  };
}

/** OpenAPI's form of an address in the router's. */
export function withColons(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

export const refuseMethod = ({ allow }: Shadow) => async (_ctx: Context, _next: Next): Promise<void> => {
  throw methodNotAllowed(allow);
};

function methodNotAllowed(allow: string): Problem {
  return new Problem(405, 'method-not-allowed', 'This address does not take this method.', { headers: { allow } });
}

function allowed(methods: readonly string[]): string {
  return [...new Set(methods.flatMap((method) => (method.toUpperCase() === 'GET' ? ['GET', 'HEAD'] : [method.toUpperCase()])))].sort().join(', ');
}

/** Whether the general address takes everything the exact one does, and more. */
function swallows(wide: readonly string[], narrow: readonly string[]): boolean {
  if (wide.length !== narrow.length) return false;
  const isWider = (part: string, index: number): boolean => isOpen(part) && !isOpen(narrow[index] ?? '');
  return wide.every((part, index) => part === narrow[index] || isOpen(part)) && wide.some(isWider);
}

function isOpen(part: string): boolean {
  return part.startsWith('{');
}
