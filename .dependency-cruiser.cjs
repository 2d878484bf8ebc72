/** The walls between the layers (docs/adr/0005-layers.md): who may import whom. */
module.exports = {
  forbidden: [
    {
      name: 'suite-never-imports-platform',
      comment: 'The suite drives the platform over the wire; an import would test a copy of it.',
      severity: 'error',
      from: { path: '^(features|step-definitions|world|support|reports|requirements)/' },
      to: { path: '^(platform/|node_modules/@reference/)' },
    },
    {
      name: 'platform-never-imports-suite',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(features|step-definitions|world|support|reports|requirements|targets)/' },
    },
    {
      name: 'services-never-import-each-other',
      comment: 'Services talk over HTTP and the one event stream. The kit is the only code they share.',
      severity: 'error',
      from: { path: '^platform/([^/]+)/' },
      to: {
        path: '^(?:platform|node_modules/@reference)/([^/]+)/',
        pathNot: '^(?:platform|node_modules/@reference)/(kit|$1)/',
      },
    },
    {
      name: 'kit-imports-no-service',
      severity: 'error',
      from: { path: '^platform/kit/' },
      to: { path: '^platform/(?!kit/)' },
    },
    {
      name: 'steps-know-no-protocol',
      comment: 'A step translates; protocols live in world/drivers/wire and world/drivers/page.',
      severity: 'error',
      from: { path: '^step-definitions/' },
      to: { path: '^(world/drivers/(wire|page)/|node_modules/(axios|ws|pg|ioredis|jose|playwright-core)/)' },
    },
    {
      name: 'reports-know-no-world',
      severity: 'error',
      from: { path: '^(reports|requirements)/' },
      to: { path: '^(world|support|step-definitions)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(reports/output|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
