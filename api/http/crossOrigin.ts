import { type Context, type Next } from 'koa';
import { type Config } from '../config';
import { codecContract } from '../contract/codec';

/** The one address that a page of another origin may call: Temporal's, and only the one that was configured. */
export function letsTemporalIn(config: Config, ctx: Context): boolean {
  return config.temporalUiOrigin !== null && ctx.path === codecContract.decodePayloads.path && ctx.get('origin') === config.temporalUiOrigin;
}

/** CORS for that page; every other origin gets no header, so its browser refuses. */
export function crossOrigin(config: Config) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path === codecContract.decodePayloads.path) ctx.vary('origin');
    if (!letsTemporalIn(config, ctx)) return next();
    ctx.set('access-control-allow-origin', ctx.get('origin'));
    ctx.set('access-control-allow-credentials', 'true');
    ctx.set('cross-origin-resource-policy', 'cross-origin');
    if (ctx.method !== 'OPTIONS') return next();
    ctx.set('access-control-allow-methods', 'POST');
    ctx.set('access-control-allow-headers', 'authorization, content-type, x-namespace');
    ctx.set('access-control-max-age', '600');
    ctx.status = 204;
  };
}
