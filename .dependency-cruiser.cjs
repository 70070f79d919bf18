// The house (docs/architecture.md): which room may import which. A room may always import itself.
const rooms = {
  domain: [],
  workflows: ['domain'],
  activities: ['domain', 'workflows/contracts', 'api/client', 'keys', 'telemetry'],
  api: ['domain', 'db', 'workflows/contracts', 'interop', 'notifications/queues', 'keys', 'telemetry'],
  web: ['api/client', 'domain', 'telemetry'],
  notifications: ['domain', 'api/client', 'telemetry'],
  interop: ['domain'],
  db: ['domain', 'keys'],
  keys: [],
  telemetry: [],
};
const all = ['domain', 'workflows', 'activities', 'api', 'web', 'notifications', 'interop', 'db', 'keys', 'telemetry', 'bin', 'tests'];

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-its-neighbours`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: `^(${all.join('|')})/`,
    pathNot: [`^${room}/`, ...allowed.map((path) => `^${path}(/|\\.ts$)`)],
    // workflows/ may name the types of its activities, and nothing else of theirs.
    ...(room === 'workflows' ? { dependencyTypesNot: ['type-only'] } : {}),
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    // Types included: what two files have in common has a file of its own.
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-and-workflows-touch-no-io',
      severity: 'error',
      from: { path: '^(domain|workflows|interop)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-know-only-the-workflow-sdk',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'node_modules/@temporalio/(workflow|common)' },
    },
    { name: 'domain-stands-alone', severity: 'error', from: { path: '^domain/' }, to: { dependencyTypes: ['npm', 'npm-dev'] } },
    { name: 'activities-never-open-the-database', severity: 'error', from: { path: '^(activities|workflows|web|notifications)/' }, to: { path: 'node_modules/(sequelize|mysql2)' } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(web/public|\\.careway)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
