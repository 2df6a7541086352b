import { Router as AdminRouter } from 'adminjs';
import express, { type Router } from 'express';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files of AdminJS that our own page loads; its icon font and logos are not used. */
const OF_ADMINJS = ['global.bundle.js', 'design-system.bundle.js', 'app.bundle.js'];

/** Our components, made by the build (scripts/bundle-panel.mjs): AdminJS's own bundler never runs. */
const COMPONENTS = fileURLToPath(new URL('../../dist/panel/components.js', import.meta.url));
const STYLE = fileURLToPath(new URL('./assets/panel.css', import.meta.url));

/** Script and style, which hold nothing of anybody. Whatever is not in this list does not exist. */
export function panelAssets(): Router {
  const router = express.Router();
  const ofAdminJs = AdminRouter.assets.map(({ path, src }): [string, string] => [
    basename(path),
    // The panel is the same in development: AdminJS's development bundles want its bundler at run time.
    resolve(src.replace(/development\.js$/, 'production.js')),
  ]);
  const files = new Map([
    ...ofAdminJs.filter(([name]) => OF_ADMINJS.includes(name)),
    ['components.bundle.js', COMPONENTS],
    ['panel.css', STYLE],
  ]);
  for (const [name, file] of files) {
    router.get(`/frontend/assets/${name}`, (_, response) => {
      // With a root: a package manager may keep packages below a folder with a dot, which sendFile refuses otherwise.
      response.sendFile(basename(file), { root: dirname(file), maxAge: '1h', dotfiles: 'allow' });
    });
  }
  return router;
}
