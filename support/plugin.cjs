// Cucumber loads plugins through Node's own type stripping; this one is TypeScript of the ts-node kind.
require('./register.cjs');
module.exports = require('./plugin.ts');
