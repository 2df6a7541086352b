import { transformSync } from '@swc/core';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapPath } from './maps.cjs';

/** @param {string} url */
const isOurs = (url) => url.startsWith('file:') && !url.includes('/node_modules/');

/**
 * "./x.js" is x.ts or x.tsx, as the compiler of the product has it.
 * @type {import('node:module').ResolveHook}
 */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND' || !/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
    const source = specifier.slice(0, -'.js'.length);
    const plain = async () => next(`${source}.ts`, context);
    return plain().catch(() => next(`${source}.tsx`, context));
  }
}

/** @param {unknown} error of the system */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const [path = url] = url.split('?');
  if (!isOurs(path) || !/\.tsx?$/.test(path)) return next(url, context);
  return { format: 'module', shortCircuit: true, source: compiled(fileURLToPath(path)) };
}

/**
 * The map is written for the stacks of failures; workers may do it at the same time.
 * @param {string} source
 */
function compiled(source) {
  const { code, map } = transformSync(readFileSync(source, 'utf8'), { filename: source, swcrc: true });
  const target = mapPath(source);
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(draft, map ?? '');
  renameSync(draft, target);
  return code;
}
