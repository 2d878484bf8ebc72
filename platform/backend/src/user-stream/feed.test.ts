import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Logger } from '@reference/kit/logger';
import { keysUnder } from '../storage/keys';
import { Feeds } from './feed';
import type { Listener, Subscriber } from './subscriber';
import type { UserStream } from './user-stream';

const frame = (seq: number, words = '') => `{"seq":${seq},"words":"${words}"}`;

/** A person's stream as it stands, and the channel by which news of it come. */
function surroundings() {
  let tell: Listener = () => assert.fail('nobody listens');
  const kept = { frames: [] as string[], token: 'first' };
  const stream: Pick<UserStream, 'position' | 'between'> = {
    position: async () => ({ lastSeq: kept.frames.length, resumeToken: kept.token }),
    between: async (_userId, from) => kept.frames.slice(from - 1),
  };
  const subscriber = {
    listen: async (_channel: string, listener: Listener) => void (tell = listener),
    unlisten: async () => undefined,
    whenReconnected: () => undefined,
  };
  const logger = { warn: (told: unknown) => assert.fail(JSON.stringify(told)) };
  const feeds = new Feeds(
    stream as UserStream,
    subscriber as unknown as Subscriber,
    keysUnder(''),
    logger as unknown as Logger,
  );
  const say = (text: string) => {
    kept.frames.push(text);
    tell(text);
  };
  return { feeds, kept, say, tellAgain: (text: string) => tell(text) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a feed', () => {
  it('hands every event out once, in order, and fills gaps from the stream', async () => {
    const { feeds, kept, say, tellAgain } = surroundings();
    const taken: string[] = [];
    await feeds.attach('ada', (text) => taken.push(text));
    say(frame(1));
    kept.frames.push(frame(2));
    say(frame(3));
    await settled();
    tellAgain(frame(2));
    await settled();
    assert.deepEqual(taken, [frame(1), frame(2), frame(3)]);
  });

  it('goes on with a new numbering, which begins when nothing was said for as long as events are kept', async () => {
    const { feeds, kept, say } = surroundings();
    const taken: string[] = [];
    await feeds.attach('ada', (text) => taken.push(text));
    say(frame(1, 'before'));
    say(frame(2, 'before'));
    Object.assign(kept, { frames: [], token: 'second' });
    say(frame(1, 'after'));
    await settled();
    assert.deepEqual(taken.slice(2), [frame(1, 'after')]);
  });
});
