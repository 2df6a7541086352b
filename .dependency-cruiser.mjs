/**
 * The layers of src/, lowest first: a folder imports from itself and from folders on earlier lines; never from a later
 * line, never from a sibling on its own line. This list is the one place that says so.
 */
const layers = [
  ['kernel'],
  ['tlog', 'api'],
  ['config'],
  ['database'],
  ['audit', 'access'],
  ['outbox'],
  ['limits'],
  ['commands'],
  ['identity'],
  ['verifier', 'witness'],
  ['transparency-log'],
  ['businesses'],
  ['books'],
  ['accounting'],
  ['bank-feeds', 'online-payments'],
  ['resets'],
  ['support', 'review'],
  ['sign-ups'],
  ['demo'],
  ['http'],
  ['ui'],
  ['web', 'panel', 'cli'],
];

/** Where the program is put together: they may import anything. */
const roots = '^src/(main|cli|witness|app|app[.]module)[.]ts$';

const within = (folders) => `^src/(${folders.join('|')})/`;

const layerRules = layers.flatMap((line, depth) =>
  line.map((folder) => ({
    name: `layer-${folder}`,
    comment: `src/${folder} imports only from itself and from the lines above it in .dependency-cruiser.mjs.`,
    severity: 'error',
    from: { path: within([folder]) },
    to: { path: '^src/', pathNot: within([folder, ...layers.slice(0, depth).flat()]) },
  })),
);

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'folder-without-layer',
      comment: 'Every folder of src/ has its line in .dependency-cruiser.mjs; beside folders there are only the roots.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: [within(layers.flat()), roots] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-test',
      comment: 'What ships does not know the tests; the tests beside it may use what lies in test/.',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^test/|[.]test[.]tsx?$' },
    },
    {
      name: 'not-to-dev-package',
      comment: 'A package that src/ needs is in "dependencies": the others are not installed in production.',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]tsx?$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a layer that knows a higher one's types depends on it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      mainFields: ['main', 'types'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
