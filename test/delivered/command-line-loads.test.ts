import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIST = join(import.meta.dirname, '../../dist');

/** Of a built file, what is loaded with it; what `import()` loads is loaded when it is asked for. */
function loadedWith(file: string): string[] {
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?:[^'"=]* from )?['"]([^'"]+)['"];$/gm);
  return [...imports].map(([, name]) => name!);
}

/** The packages that are loaded with a built file, each with the file that asks for it first. */
function packagesOf(entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const files = new Set([join(DIST, entry)]);
  for (const file of files) {
    for (const name of loadedWith(file)) {
      if (name.startsWith('.')) files.add(join(file, '..', name));
      else if (!packages.has(name)) packages.set(name, file.slice(DIST.length + 1));
    }
  }
  return packages;
}

describe('The command line', () => {
  test('answers --help, a wrong option and the verification of a folder without loading the application', () => {
    const packages = packagesOf('cli.js');
    const foreign = [...packages].filter(([name]) => !name.startsWith('node:'));
    expect(foreign.map(([name]) => name).sort()).toEqual(['uuid', 'yazl', 'zod']);
  });

  test('of which the program itself loads much', () => {
    expect([...packagesOf('app.module.js').keys()]).toEqual(expect.arrayContaining(['@nestjs/common', 'typeorm']));
  });
});
