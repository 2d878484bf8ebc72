// Lets Node run the project's TypeScript as it is. ts-node would keep a compile cache in the system's temporary
// folder; everything a run writes belongs below the project's .cache instead.
const { join } = require('node:path');

process.env.V8_COMPILE_CACHE_CACHE_DIR ??= join(__dirname, '..', '.cache', 'v8-compile-cache');
require('ts-node/register');
