// ts-node, asked once for each text: what it made of a file is kept below the project. Loading ts-node, TypeScript and
// swc takes a third of a second, in every worker of a run and for every file of unit tests; reading what is kept takes none.
'use strict';
const { createHash } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const PROJECT = resolve(__dirname, '..');
/** What a text is made into depends on these as well. */
const MAKERS = ['tsconfig.json', 'node_modules/ts-node/package.json', 'node_modules/@swc/core/package.json'];

/** @param folder where compiled files are kept; one that cannot be written costs time and nothing else. */
function registerTypeScript(folder) {
  const makers = digestOf(...MAKERS.map((file) => readFileSync(join(PROJECT, file), 'utf8')));
  const compiled = new Map();
  let service;

  const compile = (filename, source) => {
    service ??= require('ts-node').create({ cwd: PROJECT });
    return service.compile(source, filename);
  };
  const outputOf = (filename) => {
    const source = readFileSync(filename, 'utf8');
    const place = digestOf(filename);
    const file = join(folder, `${place}-${digestOf(makers, source)}.js`);
    const kept = readIfThere(file);
    if (kept !== undefined) return kept;
    const made = compile(filename, source);
    keep({ folder, place, file }, made);
    return made;
  };
  const load = (module, filename) => {
    const code = outputOf(filename);
    compiled.set(filename, code);
    module._compile(code, filename);
  };
  for (const extension of ['.ts', '.tsx']) require.extensions[extension] = load;
  // Stacks name the lines of the TypeScript; the map stands at the end of what was compiled.
  require('@cspotcode/source-map-support').install({
    environment: 'node',
    redirectConflictingLibrary: false,
    retrieveFile: (path) => compiled.get(path) ?? '',
  });
}

function digestOf(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 20);
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // not made yet
  }
}

/** Whole or not at all, since others may read it at this moment; what was made of the file's earlier texts goes. */
function keep({ folder, place, file }, made) {
  const draft = `${file}.${process.pid}-${require('node:worker_threads').threadId}`;
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return; // nothing can be kept there: it is made again the next time
  }
  try {
    writeFileSync(draft, made);
    const earlier = readdirSync(folder).filter((name) => name.startsWith(place) && name.endsWith('.js'));
    renameSync(draft, file);
    for (const name of earlier) rmSync(join(folder, name), { force: true });
  } catch {
    rmSync(draft, { force: true }); // a full disk, or somebody else's tidying
  }
}

module.exports = { registerTypeScript };
