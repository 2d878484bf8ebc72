import type { Logger } from '@reference/kit/logger';
import type { Redis } from 'ioredis';

export type Listener = (message: string) => void;

/** One Redis connection in subscriber mode, shared by everything that listens; a channel has one listener. */
export class Subscriber {
  private readonly listeners = new Map<string, Listener>();
  private readonly onReconnected: (() => void)[] = [];

  constructor(
    private readonly redis: Redis,
    private readonly logger: Logger,
  ) {
    redis.on('message', (channel: string, message: string) => this.listeners.get(channel)?.(message));
    redis.on('ready', () => this.resubscribe());
  }

  /** Told only once the channels are held again, so that looking things up then leaves no gap. */
  private resubscribe(): void {
    if (this.listeners.size === 0) return;
    this.redis.subscribe(...this.listeners.keys()).then(
      () => this.onReconnected.forEach((tell) => tell()),
      (cause: unknown) =>
        this.logger.warn({ err: cause }, 'channels could not be taken up again; the next reconnection tries'),
    );
  }

  /** Resolves when nothing said on the channel from now on is missed, as long as the connection holds. */
  async listen(channel: string, listener: Listener): Promise<void> {
    this.listeners.set(channel, listener);
    await this.redis.subscribe(channel);
  }

  async unlisten(channel: string): Promise<void> {
    this.listeners.delete(channel);
    await this.redis.unsubscribe(channel);
  }

  /** What is said while the connection is away is lost: whoever minds looks it up when told. */
  whenReconnected(tell: () => void): void {
    this.onReconnected.push(tell);
  }
}
