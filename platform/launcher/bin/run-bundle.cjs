'use strict';
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { constants, Script } = require('node:vm');

/**
 * Runs a bundle with the code that V8 compiled for it in an earlier run, down to the functions that only a whole run
 * calls. (Node's own compile cache keeps what is compiled at load; the rest is a quarter of a start.) The first run
 * leaves what it has at its end beside the bundle; the first one that ends well, as after a real start, leaves all.
 * A bundle never changes, and V8 refuses code of another V8, so that what is kept cannot be wrong, only missing.
 * @returns the bundle's exports
 */
function runBundle(file) {
  const kept = {
    first: `${file}.${process.versions.v8}.first`,
    whole: `${file}.${process.versions.v8}.whole`,
  };
  const whole = readIfThere(kept.whole);
  const cachedData = whole ?? readIfThere(kept.first);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const refused = script.cachedDataRejected === true;
  process.once('exit', (exitCode) => {
    if (process.env.BUNDLE_FIRST_RUN) keep(kept.first, script);
    else if ((whole === undefined || refused) && exitCode === 0) {
      keep(kept.whole, script);
      rmSync(kept.first, { force: true });
    }
  });
  const bundle = new Module(file);
  bundle.filename = file;
  const run = script.runInThisContext();
  run.call(bundle.exports, bundle.exports, Module.createRequire(file), bundle, file, dirname(file));
  return bundle.exports;
}

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // it only makes the start faster
  }
}

/** Whole or not at all: another process may read it at this moment. */
function keep(file, script) {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true }); // a cache that cannot be written is reported by whoever fills it
  }
}

if (require.main === module) runBundle(process.argv[2]);

module.exports = { runBundle };
