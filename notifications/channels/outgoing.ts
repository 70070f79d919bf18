import { lookup as resolve } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where no provider ever is: this network itself, link-local (with the metadata services of clouds), multicast. */
const NEVER = new BlockList();
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addAddress('::', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const ANSWER_LIMIT = 64 << 10;
const TIMEOUT_MS = 10_000;

/** May a connection go to this IP address? Loopback only when the address was written as loopback, as the demonstration does. */
export function mayReach(ip: string, toLoopback: boolean): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  const address = mapped ?? ip;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || NEVER.check(address, family)) return false;
  return toLoopback || !LOOPBACK.check(address, family);
}

/** The address of a provider as it was set, checked once at start. Throws an Error that names the variable. */
export function providerAddress(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw new Error(`${name} must be an https address without a name or password in it.`);
  if (url.protocol === 'http:' && !isLoopback(url)) throw new Error(`${name} must be https: what is sent carries telephone numbers.`);
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(host, isLoopback(url))) throw new Error(`${name} must not be an address of this network's own services.`);
  return url;
}

/**
 * POST JSON to a provider. The address that is connected to is the one that was checked (a name that resolves to something else the second
 * time gains nothing), redirects are not followed, and a long answer is not read to its end.
 */
export function postJson(url: URL, headers: Readonly<Record<string, string>>, body: unknown): Promise<{ status: number; text: string }> {
  const toLoopback = isLoopback(url);
  const checked: LookupFunction = (host, options, callback) => resolve(host, { ...options, all: true }, (error, found) => {
    const allowed = error ? [] : found.filter(({ address }) => mayReach(address, toLoopback));
    const [first] = allowed;
    if (!first) callback(error ?? new Error('the provider’s name leads to an address that is not allowed'), []);
    else if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
  const sent = Buffer.from(JSON.stringify(body));
  return new Promise((done, fail) => {
    const request = (url.protocol === 'https:' ? secure : plain)(url, {
      method: 'POST', lookup: checked, signal: AbortSignal.timeout(TIMEOUT_MS), headers: { 'content-type': 'application/json', 'content-length': sent.byteLength, ...headers },
    }, (answer) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.byteLength;
        if (bytes > ANSWER_LIMIT) request.destroy(new Error('the provider’s answer is too long'));
        else pieces.push(piece);
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }));
      answer.on('error', fail);
    });
    request.on('error', fail);
    request.end(sent);
  });
}

function isLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || (isIP(host) !== 0 && LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
