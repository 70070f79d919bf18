import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Context, type Next } from 'koa';
import { SPRITE } from './icons';

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  readonly url: string;
}

/** In this order: what comes later wins where rules weigh the same. */
const STYLES = ['tokens', 'base', 'layout', 'messages', 'narrow', 'controls', 'forms', 'lists', 'tables', 'clinical', 'ward', 'pathway', 'medicines', 'beds', 'signIn', 'pages', 'charts'];
const SCRIPTS = ['htmx.js', 'page.js', 'live.js', 'list.js', 'form.js', 'keep.js', 'keys.js', 'passkey.js'];

/**
 * Style sheet, scripts and pictures, read once and compressed once. Each address carries a hash of the content, so a browser
 * may keep it for ever. One style sheet and one script a page: the sources stay small and apart.
 */
export class Assets {
  private readonly byName = new Map<string, Asset>();
  private readonly byUrl = new Map<string, Asset>();

  constructor(private readonly root: string, private readonly cache: boolean) {
    this.load();
  }

  url(name: string): string {
    if (!this.cache) this.load();
    const asset = this.byName.get(name);
    if (!asset) throw new Error(`There is no asset "${name}".`);
    return asset.url;
  }

  serve = async (ctx: Context, next: Next): Promise<void> => {
    const asset = ctx.method === 'GET' || ctx.method === 'HEAD' ? this.byUrl.get(ctx.path) : undefined;
    if (!asset) return next();
    ctx.set({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
    ctx.type = asset.type;
    const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
    if (encoding === 'br' || encoding === 'gzip') ctx.set('content-encoding', encoding);
    ctx.body = encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : asset.plain;
  };

  private load(): void {
    const file = (...path: string[]): string => readFileSync(join(this.root, ...path), 'utf8');
    this.add('careway.css', 'text/css', STYLES.map((name) => file('public', 'css', `${name}.css`)).join('\n'));
    this.add('careway.js', 'text/javascript', SCRIPTS.map((name) => (name === 'htmx.js' ? readFileSync(require.resolve('htmx.org/dist/htmx.min.js'), 'utf8') : file('browser', name))).join('\n;\n'));
    this.add('icons.svg', 'image/svg+xml', SPRITE);
    for (const name of readdirSync(join(this.root, 'public'))) {
      if (name.endsWith('.svg')) this.add(name, 'image/svg+xml', file('public', name));
      if (name.endsWith('.webmanifest')) this.add(name, 'application/manifest+json', file('public', name));
    }
  }

  private add(name: string, type: string, content: string): void {
    const plain = Buffer.from(content);
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
    const url = `/assets/${hash}/${name}`;
    if (this.byUrl.has(url)) return;
    const quality = this.cache ? constants.BROTLI_MAX_QUALITY : constants.BROTLI_MIN_QUALITY;
    const asset: Asset = { type, plain, url, gzip: gzipSync(plain), brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) };
    this.byName.set(name, asset);
    this.byUrl.set(url, asset);
  }
}
