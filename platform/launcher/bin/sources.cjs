'use strict';
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync, existsSync } = require('node:fs');
const { join, relative } = require('node:path');

/** What of a workspace ends up in its bundle or beside it. */
const PARTS = ['src', 'migrations', 'package.json'];

/**
 * Names the present state of the platform's sources: the same for the same content, whatever the clock or
 * git did to the files. Tests do not count. Plain JavaScript, because it decides whether TypeScript has to
 * be loaded at all.
 */
function hashOfSources(root) {
  const hash = createHash('sha256');
  const platform = join(root, 'platform');
  const workspaces = readdirSync(platform).sort();
  const files = workspaces.flatMap((name) => PARTS.flatMap((part) => filesUnder(join(platform, name, part))));
  for (const file of [...files, join(root, 'package-lock.json'), join(root, 'tsconfig.json')]) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.update(process.versions.modules).digest('hex').slice(0, 20);
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (path.endsWith('package.json')) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

module.exports = { hashOfSources };
