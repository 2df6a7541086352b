const { register } = require('node:module');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');
const { mapOf } = require('./maps.cjs');

// The program in TypeScript, compiled as Node asks for it.
register('./hooks.mjs', pathToFileURL(__filename));

/** Of the test framework: it keeps the tests that a file declares. */
/** @param {string} path */
const isFramework = (path) => /[\\/]jest-circus[\\/]/.test(path);

/** Where the lines of a compiled file come from, for the stack of a failure: found by its path, never listed. */
class MapsOnDisk extends Map {
  /**
   * @override
   * @param {string} source
   */
  get(source) {
    return mapOf(source.startsWith('file:') ? fileURLToPath(source) : source);
  }
}

/**
 * Loads tests and program as Node does, not in a sandbox for each file: what ships is what runs, and is loaded once in a
 * worker. See the decision "Tests run in Node's own modules".
 */
module.exports = class NativeRuntime extends Runtime {
  /** @override */
  unstable_shouldLoadAsEsm() {
    return true;
  }

  /**
   * @override
   * @param {string} path
   */
  async unstable_importModule(path) {
    await import(pathToFileURL(path).href);
  }

  /**
   * The framework is made anew for each file, and so knows nothing of the one before.
   * @override
   * @param {string} path
   */
  requireInternalModule(path) {
    for (const loaded of Object.keys(require.cache).filter(isFramework)) delete require.cache[loaded];
    Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    return require(path);
  }

  /** @override */
  getSourceMaps() {
    return new MapsOnDisk();
  }
};
