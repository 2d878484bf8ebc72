#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

const OLDEST_NODE = 22;
const root = resolve(__dirname, '../../..');

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) runUnderProjectsNode();
else run();

function run() {
  const person = process.argv.includes('--person');
  const { hashOfSources } = require('./sources.cjs');
  const cache = process.env.PLATFORM_CACHE_DIR || join(root, '.cache');
  const sources = hashOfSources(root);
  const bundle = join(cache, 'bundles', sources, 'launcher.cjs');
  if (existsSync(bundle)) {
    require('./run-bundle.cjs').runBundle(bundle).main(root, { person, sources });
  } else {
    // The first start after a change: from the sources; the launcher bundles itself along with the services.
    process.chdir(root);
    process.env.SWC_NATIVE_BINDING_CACHE ??= join(cache, 'swc');
    process.env.DISABLE_V8_COMPILE_CACHE = '1'; // It would write to the system's temporary folder.
    require('ts-node/register');
    require('../src/main.ts').main(root, { person, sources });
  }
}

/** The npm scripts have Node 24 on their path; whoever types `node` may have an older one. */
function runUnderProjectsNode() {
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(node)) {
    process.stderr.write(
      `The launcher needs Node ${OLDEST_NODE} or newer; run \`npm ci\` in ${root}, which brings one.\n`,
    );
    process.exit(2);
  }
  const lifeline = process.env.LIFELINE_FD ? [Number(process.env.LIFELINE_FD)] : [];
  const child = require('node:child_process').spawn(node, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', ...lifeline],
    env: { ...process.env, ...(lifeline.length > 0 ? { LIFELINE_FD: '3' } : {}) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
