// Lets Node run the project's TypeScript as it is. Compiled code is cached by Node itself, below the project:
// the cache that ts-node brings writes to the system's temporary folder, and breaks ES modules when it cannot write.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');
const { registerTypeScript } = require('./typescript-once.cjs');

const cache = join(__dirname, '..', '.cache');
process.env.DISABLE_V8_COMPILE_CACHE = '1';
process.env.SWC_NATIVE_BINDING_CACHE ??= join(cache, 'swc'); // 30 MB that swc unpacks once; else in the user's folders.
enableCompileCache?.(join(cache, 'node-compile-cache'));
registerTypeScript(join(cache, 'ts-node'));
