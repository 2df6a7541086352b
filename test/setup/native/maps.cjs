const { existsSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '../../..');
const folder = join(root, 'node_modules/.cache/ardoise/maps');

/**
 * Where the map of a source of this project lies, from its compiled lines to its own.
 * @param {string} source
 */
const mapPath = (source) => join(folder, `${relative(root, source)}.map`);

/**
 * The same, for a source that was compiled.
 * @param {string} source
 */
function mapOf(source) {
  if (!/\.tsx?$/.test(source) || !existsSync(mapPath(source))) return undefined;
  return mapPath(source);
}

module.exports = { mapPath, mapOf };
