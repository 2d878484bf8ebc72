import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';

/** The one thread that writes for those who wait for nobody is busy, so that whoever leaves a line to it comes late. */
const LAST_WORDS = `
  require('node:crypto').pbkdf2('a', 'b', 300_000, 64, 'sha512', () => undefined);
  const { createLogger } = require(${JSON.stringify(join(__dirname, 'logger.ts'))});
  const logger = createLogger('fake', '1');
  for (let line = 1; line <= 20; line += 1) logger.info(\`line \${line}\`);
  logger.fatal('the end');
  process.exit(1);
`;

describe('the log of a service', () => {
  it('tells what happened in the order in which it happened, up to the last word', async () => {
    const child = spawn(process.execPath, ['-r', 'ts-node/register', '-e', LAST_WORDS], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    });
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const messages = said
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg);
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    assert.deepEqual(messages, [...lines, 'the end']);
  });
});
