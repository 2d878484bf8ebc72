import { keepIn } from './calls/keep';
import type { Socket } from './chat/link';
import { HealthWatch } from './health/watch';
import { Session } from './session/session';
import { turnsIn } from './session/turns';

/** The real surroundings of everything that is tried out in tests with others. */

const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);

export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

export const keep = keepIn(() => globalThis.localStorage);

/** For one tab, as long as it is open. */
export const keepOfTab = keepIn(() => globalThis.sessionStorage);

export const session = new Session({
  fetch,
  keep,
  turns: turnsIn({
    // Undefined outside secure contexts, whatever the types say.
    locks: globalThis.navigator.locks,
    keep,
    now: () => Date.now(),
    pause: (ms) => new Promise((resolve) => void after(ms, () => resolve())),
  }),
  now: () => Date.now(),
  after,
});

export const health = new HealthWatch({
  after,
  ask: async (within) => {
    const response = await fetch('/health/ready', { signal: AbortSignal.timeout(within), cache: 'no-store' });
    return (await response.json()) as unknown;
  },
});

export { fetch };

/** The chat socket of this origin. Browsers cannot set headers on it: the token goes as a subprotocol. */
export function openChatSocket(token: string): Socket {
  const { protocol, host } = globalThis.location;
  const scheme = protocol === 'https:' ? 'wss:' : 'ws:';
  const browsers = new WebSocket(`${scheme}//${host}/ws`, ['chat.v1', `bearer.${token}`]);
  const socket: Socket = {
    send: (text) => browsers.send(text),
    close: () => browsers.close(),
    onmessage: null,
    onclose: null,
  };
  browsers.onmessage = (event: MessageEvent<unknown>) => socket.onmessage?.(event);
  browsers.onclose = (event) => socket.onclose?.(event);
  return socket;
}
