// Lets Node run the project's TypeScript as it is. Compiled code is cached by Node itself, below the project:
// the cache that ts-node brings writes to the system's temporary folder, and breaks ES modules when it cannot write.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

process.env.DISABLE_V8_COMPILE_CACHE = '1';
enableCompileCache?.(join(__dirname, '..', '.cache', 'node-compile-cache'));
require('ts-node/register');
