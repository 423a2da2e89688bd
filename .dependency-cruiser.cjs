/** The directions in which our packages, and the capabilities of the backend, may depend on one another. */

const plugin = name => `^plugins/${name}/`;
const test = '\\.test\\.tsx?$|/__testUtils__/|/setupTests\\.ts$|/dev/';

function mayOnlyUse(name, allowed) {
  return {
    name: `${name}-may-only-use-${allowed.join('-') || 'nothing-of-ours'}`,
    severity: 'error',
    from: { path: plugin(name), pathNot: test },
    to: {
      path: '^(plugins|packages)/',
      pathNot: [name, ...allowed].map(plugin).join('|'),
    },
  };
}

const capability = (name, allowed) => ({
  name: `backend-${name}-may-only-use-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^plugins/managed-nodes-backend/src/${name}/`, pathNot: test },
  to: {
    path: '^plugins/managed-nodes-backend/src/[^/]+/',
    pathNot: `^plugins/managed-nodes-backend/src/(${[name, ...allowed].join(
      '|',
    )})/`,
  },
});

module.exports = {
  forbidden: [
    mayOnlyUse('managed-nodes-common', []),
    mayOnlyUse('managed-nodes-node', ['managed-nodes-common']),
    mayOnlyUse('managed-nodes-backend', [
      'managed-nodes-common',
      'managed-nodes-node',
    ]),
    mayOnlyUse('managed-nodes-react', ['managed-nodes-common']),
    mayOnlyUse('managed-nodes', [
      'managed-nodes-common',
      'managed-nodes-react',
    ]),
    mayOnlyUse('catalog-backend-module-managed-nodes', [
      'managed-nodes-common',
    ]),
    mayOnlyUse('scaffolder-backend-module-managed-nodes', [
      'managed-nodes-common',
    ]),
    {
      name: 'the-simulator-knows-aws-and-nothing-of-us',
      severity: 'error',
      from: { path: '^packages/aws-simulator/' },
      to: { path: '^plugins/|^packages/(?!aws-simulator/)' },
    },
    capability('nodes', []),
    capability('aws', ['nodes']),
    capability('accounts', ['nodes', 'aws']),
    capability('ownership', ['nodes', 'accounts']),
    capability('sync', ['nodes', 'aws', 'accounts', 'ownership']),
    capability('unmanaged', ['nodes', 'aws', 'sync']),
    capability('organization', [
      'nodes',
      'aws',
      'accounts',
      'sync',
      'unmanaged',
    ]),
    capability('events', ['nodes', 'aws', 'accounts', 'sync']),
    capability('telemetry', ['aws', 'accounts', 'sync']),
    capability('api', ['nodes', 'unmanaged']),
    capability('commands', ['nodes', 'aws', 'accounts']),
    capability('documents', ['nodes', 'aws', 'accounts']),
    capability('automation', [
      'nodes',
      'aws',
      'accounts',
      'commands',
      'documents',
    ]),
    capability('runbooks', [
      'nodes',
      'aws',
      'accounts',
      'ownership',
      'api',
      'commands',
      'documents',
      'automation',
    ]),
    capability('plans', ['nodes', 'aws', 'accounts', 'sync', 'api']),
    capability('report', ['nodes', 'accounts', 'api', 'commands', 'patches']),
    capability('patches', [
      'ownership',
      'nodes',
      'aws',
      'accounts',
      'sync',
      'events',
      'api',
      'commands',
      'plans',
    ]),
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(plugins|packages)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|node_modules|migrations)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { mainFields: ['main', 'types'] },
  },
};
