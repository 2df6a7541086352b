import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Bundles the panel's components for the browser, once, at build time: dist/panel/components.js. What AdminJS's own
 * bundles have already is taken from there, so that there is one React.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

/** Package → the name under which AdminJS's bundles put it on `window`. */
const GLOBALS = {
  react: 'React',
  'react-router-dom': 'ReactRouterDOM',
  adminjs: 'AdminJS',
};

/** AdminJS's React has no automatic runtime on `window`. */
const JSX_RUNTIME = `
  const { createElement, Fragment } = window.React;
  const jsx = (type, props, key) => createElement(type, key === undefined ? props : { ...props, key });
  module.exports = { jsx, jsxs: jsx, Fragment };`;

const sources = new Map([
  ...Object.entries(GLOBALS).map(([name, global]) => [name, `module.exports = window.${global};`]),
  ['react/jsx-runtime', JSX_RUNTIME],
]);

const fromAdminJs = {
  name: 'from-adminjs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path }) => (sources.has(path) ? { path, namespace: 'adminjs' } : undefined));
    onLoad({ filter: /.*/, namespace: 'adminjs' }, ({ path }) => ({ contents: sources.get(path), loader: 'js' }));
  },
};

await build({
  entryPoints: [join(root, 'src/panel/components/index.tsx')],
  outfile: join(root, 'dist/panel/components.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  charset: 'utf8',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [fromAdminJs],
  logLevel: 'warning',
});
