import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { forgetOld, hashOfSources } from '../../activities/sourceCache';

const ROOT = resolve(__dirname, '..', '..');
/** The processes of Careway, and what one of them loads by its path. */
const ENTRIES = ['api/main.ts', 'activities/main.ts', 'notifications/main.ts', 'notifications/capture/main.ts', 'web/main.ts', 'keys/failureConverter.ts'];
/** The rooms they are made of. */
const ROOMS = ['domain', 'workflows', 'activities', 'api', 'web', 'notifications', 'interop', 'db', 'keys', 'telemetry', 'bin/build'];
/** Room in MiB for what lives as long as one request: with the 16 that Node begins with, a tenth of the processor time goes to moving it about. */
const YOUNG_MEMORY = '--max-semi-space-size=64';

/**
 * Each process as one file of JavaScript, in `folder`, unless it is there: it was renamed into place, so it is whole, and its name changes with the sources. Packages stay
 * where they are. Compiled while it runs, a process takes twice as long to start and a sixth more memory, and names every function anew each time it is made.
 */
export async function buildProcesses(folder: string = join(ROOT, 'node_modules', '.cache', 'careway', `build-${hashOfSources(ROOMS)}`)): Promise<string> {
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await build({
    absWorkingDir: ROOT, entryPoints: ENTRIES, outdir: draft, outbase: ROOT, bundle: true, packages: 'external', platform: 'node', target: 'node20', format: 'cjs',
    sourcemap: 'linked', sourcesContent: false, logLevel: 'silent', plugins: [pathsOfSources(folder)],
  });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else put the same build there at this very moment
  }
  forgetOld(dirname(folder), /^build-[0-9a-f]+(\.\d+)?$/);
  return folder;
}

/** How Node runs a process: as it was built, or, where there is no build, compiled while it runs. */
export function runArguments(entry: string, folder: string | undefined = process.env['CAREWAY_BUILD']): string[] {
  return folder ? ['--enable-source-maps', YOUNG_MEMORY, join(folder, entry.replace(/\.ts$/, '.js'))] : ['--require', 'tsx/cjs', join(ROOT, entry)];
}

/** Templates, data and programs lie beside the sources: what asks for its own folder gets the folder of the source, and what is loaded by path is another file of the build. */
function pathsOfSources(folder: string): Plugin {
  return {
    name: 'paths-of-sources',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (relative(ROOT, path).startsWith('node_modules')) return null;
        const room = dirname(path);
        const contents = readFileSync(path, 'utf8')
          .replace(/\b__dirname\b/g, JSON.stringify(room))
          .replace(/\brequire\.resolve\('(\.[^']*)'\)/g, (_, to: string) => JSON.stringify(join(folder, relative(ROOT, join(room, `${to}.js`)))));
        return { contents, loader: 'ts' };
      });
    },
  };
}
