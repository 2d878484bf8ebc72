// Cucumber imports its plugins with Node's own loader, which would strip types but not resolve our TypeScript imports.
require('ts-node/register');
module.exports = require('./run-recorder.ts');
