import { BlockList, isIP } from 'node:net';
import { type Context } from 'koa';

const lists = new WeakMap<readonly string[], BlockList>();

/**
 * Where a request comes from. The web and the hospital's own proxies write whom they speak for into X-Forwarded-For, each behind the ones
 * before; read from the right, the first that we do not trust is the caller. What stands further left anybody can write.
 */
export function callerAddress(ctx: Pick<Context, 'ip' | 'get'>, trusted: readonly string[]): string {
  const list = listOf(trusted);
  const chain = [...ctx.get('x-forwarded-for').split(',').map(plain).filter((one) => isIP(one) !== 0), plain(ctx.ip)];
  while (chain.length > 1 && isTrusted(list, chain[chain.length - 1] ?? '')) chain.pop();
  return chain[chain.length - 1] ?? '';
}

/** "::ffff:10.0.0.1" is 10.0.0.1. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

function isTrusted(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Throws for what is neither an address nor a network. */
function listOf(trusted: readonly string[]): BlockList {
  const known = lists.get(trusted);
  if (known) return known;
  const list = new BlockList();
  for (const one of trusted) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  lists.set(trusted, list);
  return list;
}
