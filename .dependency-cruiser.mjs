import { rooms } from './scripts/lib/rooms.mjs';

/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

/** Where the program is put together: they may import anything. */
const roots = '^src/(main|cli|witness|verify|app|app[.]module)[.]ts$';

/** @type {(parent: string, folders: readonly string[]) => string} */
const within = (parent, folders) => `^${parent}/(${folders.join('|')})/`;

/**
 * Of the folders of one place, in order: each imports from itself and from those on earlier lines.
 * @param {string} parent
 * @param {readonly (readonly string[])[]} lines
 * @returns {Rule[]}
 */
const downwards = (parent, lines) =>
  lines.flatMap((line, depth) =>
    line.map((folder) => ({
      name: `order-${parent.replace('src/', '')}-${folder}`,
      comment: `${parent}/${folder} imports only from itself and from the lines above it in scripts/lib/rooms.mjs.`,
      severity: 'error',
      from: { path: within(parent, [folder]) },
      to: { path: within(parent, lines.flat()), pathNot: within(parent, [folder, ...lines.slice(0, depth).flat()]) },
    })),
  );

/** @param {string} file */
const nameOf = (file) => file.replace(/[.]/g, '[.]');
/** @param {import('./scripts/lib/rooms.mjs').Room} room */
const doorOf = ({ name, door }) =>
  door.includes('**') ? `^src/${name}/` : `^src/${name}/(${door.map(nameOf).join('|')})[.]tsx?$`;

/** @type {Rule[]} */
const doorRules = rooms.flat().map((room) => ({
  name: `door-${room.name}`,
  comment: `Others import of src/${room.name} what its door in scripts/lib/rooms.mjs names, and nothing else.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${room.name}/`, roots, '[.]test[.]tsx?$'] },
  to: { path: `^src/${room.name}/`, pathNot: doorOf(room) },
}));

const lines = rooms.map((line) => line.map(({ name }) => name));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...downwards('src', lines),
    ...rooms.flat().flatMap(({ name, folders }) => (folders ? downwards(`src/${name}`, folders) : [])),
    ...doorRules,
    {
      name: 'folder-without-room',
      comment: 'Every folder of src/ is a room of scripts/lib/rooms.mjs; beside rooms there are only the roots.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: [within('src', lines.flat()), roots] },
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
