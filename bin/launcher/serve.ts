import { writePrivate } from './home';
import { findChromium } from './chromium';
import { asExports, testEnvironment } from './environment';
import { inSession } from './session';

/** `servers`: starts the servers alone and keeps them up, for working on Careway with one's own test runs. */
export function serve(options: { home?: string; portBase: string; durable?: boolean; writeEnv?: string }): Promise<void> {
  return inSession({ mode: 'servers', home: options.home, fallbackHome: '.careway-servers', portBase: options.portBase, durability: options.durable ? 'durable' : 'fast' }, async (session) => {
    const servers = await session.provision();
    // Without this home and these ports: whoever sources the lines starts other things with their own.
    const { CAREWAY_HOME: _home, PORT_BASE: _base, ...environment } = testEnvironment(session, servers, findChromium());
    const exports = asExports(environment);
    if (options.writeEnv) writePrivate(options.writeEnv, exports);
    else process.stdout.write(exports);
    session.state.update({ ready: true });
    session.progress.line('✓ The servers are up; Ctrl-C stops them');
    return session.untilEnd();
  });
}
