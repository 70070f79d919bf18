import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HELPERS } from '../../web/render/helpers';
import { ICON_NAMES } from '../../web/render/icons';

const WEB = join(__dirname, '..', '..', 'web');

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path, ending) : name.endsWith(ending) ? [path] : [];
  });
}

const templates = filesIn(WEB, '.hbs').map((file) => [file.slice(WEB.length + 1), readFileSync(file, 'utf8')] as const);
/** Helpers that are called with nothing, on purpose. */
const BARE = new Set<string>();

describe('templates', () => {
  // Stored script in names (CVE-2021-30030).
  test.each(templates)('%s prints no data unescaped and nothing inline', (_name, text) => {
    expect(text).not.toMatch(/\{\{\{|\{\{&|\{\{~\{/);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:/i);
  });

  test.each(templates)('%s: no field is hidden by a helper of the same name', (_name, text) => {
    const bare = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').filter((name) => name in HELPERS && !BARE.has(name));
    expect(bare).toEqual([]);
  });

  test.each(templates)('%s names icons that exist', (_name, text) => {
    const used = [...text.matchAll(/\{\{icon "(\w+)"/g)].map(([, name]) => name);
    expect(used.filter((name) => !(ICON_NAMES as string[]).includes(name ?? ''))).toEqual([]);
  });

  test.each(templates)('%s: every form that posts carries its token', (_name, text) => {
    const forms = [...text.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g)].map(([form]) => form);
    expect(forms.filter((form) => !form.includes('{{> partials/csrf}}'))).toEqual([]);
  });
});
