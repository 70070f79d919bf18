// Pure tests need no server (tests/security reads the sources). Every other test reads DATABASE_URL, REDIS_URL and TEMPORAL_ADDRESS,
// which `npm test` sets after it has started the servers.
const transform = { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] };
// The client of OpenID Connect is made of ES modules, which jest takes only when they are written anew.
const MODULES = '(openid-client|oauth4webapi|jose)';
transform[`node_modules/${MODULES}/.+\\.js$`] = ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }];
const common = { rootDir: __dirname, transform, transformIgnorePatterns: [`/node_modules/(?!${MODULES}/)`], testEnvironment: 'node', // Files named *.long.test.ts take a minute each and have a run of their own: `npm run test:long`.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env['CAREWAY_LONG'] ? [] : ['\\.long\\.test\\.ts$'])], modulePathIgnorePatterns: ['<rootDir>/.careway', '<rootDir>/dist'] };
module.exports = {
  // A worker keeps something of every file it ran: beyond this it starts anew rather than spend its time collecting garbage.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60000,
  testSequencer: '<rootDir>/tests/support/longestFirst.cjs',
  projects: [
    { ...common, displayName: 'pure', testMatch: ['<rootDir>/tests/{domain,interop,security}/**/*.test.ts'] },
    // The schema is migrated once a run; each test file makes its database after it.
    { ...common, displayName: 'real', globalSetup: '<rootDir>/tests/support/schema/setup.ts', globalTeardown: '<rootDir>/tests/support/schema/teardown.ts', testMatch: ['<rootDir>/tests/{api,db,workflows,activities,notifications,web,bin,replay,chaos,e2e}/**/*.test.ts'] },
  ],
};
