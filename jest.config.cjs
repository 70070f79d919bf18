// Pure tests need no server. Every other test reads DATABASE_URL, REDIS_URL and TEMPORAL_ADDRESS,
// which `npm test` sets after it has started the servers.
const transform = { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] };
const common = { rootDir: __dirname, transform, testEnvironment: 'node', modulePathIgnorePatterns: ['<rootDir>/.careway', '<rootDir>/dist'] };
module.exports = {
  testTimeout: 60000,
  projects: [
    { ...common, displayName: 'pure', testMatch: ['<rootDir>/tests/{domain,interop}/**/*.test.ts'] },
    { ...common, displayName: 'real', testMatch: ['<rootDir>/tests/{api,db,workflows,activities,notifications,web,bin,replay,chaos,e2e}/**/*.test.ts'] },
  ],
};
