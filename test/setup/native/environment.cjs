const { ModuleMocker } = require('jest-mock');

/**
 * The process itself as the environment of the tests: Node's own globals, once, for all files of a worker. What Jest puts
 * in their place for one file is put back after it.
 */
module.exports = class NativeEnvironment {
  constructor() {
    this.global = globalThis;
    // Jest asks for it; no test here mocks anything.
    this.moduleMocker = new ModuleMocker(globalThis);
    this.replaced = { console: globalThis.console, exit: process.exit };
  }

  async setup() {}

  async teardown() {
    globalThis.console = this.replaced.console;
    process.exit = this.replaced.exit;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
};
