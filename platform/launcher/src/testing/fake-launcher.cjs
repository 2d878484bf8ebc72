'use strict';
// The launcher with fakes for services, as a process of its own: FAKE_<SERVICE> says how one behaves.
const { join } = require('node:path');
const root = join(__dirname, '../../../..');
require('ts-node/register');
const { fakeParts } = require('./fake-parts');
const { main } = require('../main');
const { hashOfSources } = require('../../bin/sources.cjs');

main(root, {
  person: process.argv.includes('--person'),
  sources: hashOfSources(root),
  parts: fakeParts(root, {
    auth: process.env.FAKE_AUTH,
    analytics: process.env.FAKE_ANALYTICS,
    backend: process.env.FAKE_BACKEND,
    frontend: process.env.FAKE_FRONTEND,
  }),
});
