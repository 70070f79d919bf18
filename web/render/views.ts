import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { navigationFor } from '../navigation';
import { type PageMaker, type Visit } from '../http/visit';
import { type Assets } from './assets';
import { HELPERS } from './helpers';

const FOLDERS = ['layouts', 'partials', 'pages'];

/** The templates of layouts, partials and pages, each known by its path: "layouts/page", "partials/due", "inbox/list". */
export class Views implements PageMaker {
  private engine: typeof Handlebars;

  constructor(private readonly root: string, private readonly assets: Assets, private readonly cache: boolean) {
    this.engine = this.load();
  }

  /** The page as HTML. Templates reach what every page shares as `@me`, `@csrf`, `@now`, `@zone`, `@nav`, `@beyond`, `@flash`, `@theme`. */
  render(name: string, visit: Visit, model: object): string {
    if (!this.cache) this.engine = this.load();
    const template = this.engine.partials[name] as Handlebars.TemplateDelegate | undefined;
    if (!template) throw new Error(`There is no template "${name}".`);
    return template(model, { data: this.shared(visit) });
  }

  private shared(visit: Visit): object {
    const { config } = visit.deps;
    const theme = visit.jar.read('theme');
    const nav = visit.me ? navigationFor(visit.me, visit.ctx.path) : null;
    return {
      me: visit.me,
      nav,
      beyond: nav?.filter(({ isBeyond }) => isBeyond),
      csrf: visit.csrf,
      now: visit.now.toISOString(),
      zone: config.timeZone,
      sprite: this.assets.url('icons.svg'),
      demonstration: config.demonstration,
      flash: visit.part ? null : visit.takeFlash(),
      theme: theme === 'light' || theme === 'dark' ? theme : null,
    };
  }

  private load(): typeof Handlebars {
    const engine = Handlebars.create();
    engine.registerHelper(HELPERS as unknown as Handlebars.HelperDeclareSpec);
    engine.registerHelper('asset', (name: string) => this.assets.url(name));
    const knownHelpers = Object.fromEntries([...Object.keys(HELPERS), 'asset'].map((name) => [name, true]));
    for (const folder of FOLDERS) {
      for (const file of templatesIn(join(this.root, folder))) {
        const name = relative(folder === 'pages' ? join(this.root, folder) : this.root, file).replace(/\.hbs$/, '');
        engine.registerPartial(name, engine.compile(readFileSync(file, 'utf8'), { knownHelpers, knownHelpersOnly: true, preventIndent: true }));
      }
    }
    return engine;
  }
}

function templatesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return templatesIn(path);
    return name.endsWith('.hbs') ? [path] : [];
  });
}
