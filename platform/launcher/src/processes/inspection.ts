import { z } from 'zod';
import { LaunchFault } from '../faults';

/** What a process holds once its garbage is collected. Memory in bytes. */
export interface Holdings {
  /** Objects, and what is kept outside of V8's heap on their behalf, such as buffers. */
  readonly heap: number;
  readonly resident: number;
  /** Timers that will still fire. */
  readonly timers: number;
  /** Network connections, of whatever kind and to whomever. */
  readonly connections: number;
  /** Functions that listen to events, over everything that has any; absent where only memory was asked for. */
  readonly listeners?: number;
}

const ANSWER_MS = 10_000;
const GROUP = 'holdings';

const reply = z.object({
  id: z.number(),
  error: z.object({ message: z.string() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});
const evaluated = z.object({
  result: z.object({ objectId: z.string().optional(), value: z.unknown().optional() }),
});
const queried = z.object({ objects: z.object({ objectId: z.string() }) });
const figures = z.object({
  heap: z.number(),
  resident: z.number(),
  timers: z.number(),
  connections: z.number(),
});

const EMITTERS = "process.getBuiltinModule('node:events').EventEmitter.prototype";
const COUNT_LISTENERS = `function () {
  let count = 0;
  for (const emitter of this) {
    if (emitter._events === undefined || emitter._events === null) continue;
    for (const name of Reflect.ownKeys(emitter._events)) count += emitter.listenerCount(name);
  }
  return count;
}`;
const FIGURES = `(() => {
  const { heapUsed, external, rss: resident } = process.memoryUsage();
  const heap = heapUsed + external;
  const active = process.getActiveResourcesInfo();
  const count = (...kinds) => active.filter((kind) => kinds.includes(kind)).length;
  return { heap, resident, timers: count('Timeout'), connections: count('TCPSocketWrap', 'PipeWrap', 'TLSWrap') };
})()`;

/** Everything, or only what it costs one collection of garbage to know. */
export type Extent = 'all' | 'memory';

/**
 * Asks a process through Node's inspector, which it opened because it was told to: the process itself has no part in
 * the answer, and no door that anybody else could find.
 * @param address of the inspector, `ws://127.0.0.1:...`
 * @throws LaunchFault when it does not answer
 */
export async function holdingsOf(address: string, extent: Extent = 'all'): Promise<Holdings> {
  const inspector = await Inspector.open(address);
  try {
    // Counting collects garbage too, and what that lets go of may hold what only the next collection finds.
    const listeners = extent === 'all' ? await countListeners(inspector) : undefined;
    await inspector.ask('HeapProfiler.collectGarbage');
    const { result } = evaluated.parse(
      await inspector.ask('Runtime.evaluate', { expression: FIGURES, returnByValue: true }),
    );
    return { ...figures.parse(result.value), ...(listeners === undefined ? {} : { listeners }) };
  } finally {
    inspector.close();
  }
}

async function countListeners(inspector: Inspector): Promise<number> {
  const prototype = evaluated.parse(
    await inspector.ask('Runtime.evaluate', { expression: EMITTERS, objectGroup: GROUP }),
  );
  const { objects } = queried.parse(
    await inspector.ask('Runtime.queryObjects', {
      prototypeObjectId: prototype.result.objectId,
      objectGroup: GROUP,
    }),
  );
  const { result } = evaluated.parse(
    await inspector.ask('Runtime.callFunctionOn', {
      ...{ objectId: objects.objectId, functionDeclaration: COUNT_LISTENERS, returnByValue: true },
    }),
  );
  await inspector.ask('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  return z.number().parse(result.value);
}

/** One conversation in the Chrome DevTools Protocol. */
class Inspector {
  private asked = 0;
  private readonly waiting = new Map<number, (answer: z.infer<typeof reply>) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', ({ data }) => {
      const answer = reply.safeParse(JSON.parse(String(data)));
      if (answer.success) this.waiting.get(answer.data.id)?.(answer.data);
    });
  }

  static async open(address: string): Promise<Inspector> {
    const socket = new WebSocket(address);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new LaunchFault(`Nobody inspects at ${address}.`)), {
        once: true,
      });
    });
    return new Inspector(socket);
  }

  async ask(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    this.asked += 1;
    const id = this.asked;
    let deadline: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<z.infer<typeof reply>>((resolve, reject) => {
        const late = () =>
          reject(new LaunchFault(`${method} was not answered within ${ANSWER_MS / 1_000} s.`));
        deadline = setTimeout(late, ANSWER_MS);
        this.waiting.set(id, resolve);
        this.socket.send(JSON.stringify({ id, method, params }));
      });
      if (answer.error) throw new LaunchFault(`${method}: ${answer.error.message}.`);
      return answer.result;
    } finally {
      clearTimeout(deadline);
      this.waiting.delete(id);
    }
  }

  close(): void {
    this.socket.close();
  }
}
