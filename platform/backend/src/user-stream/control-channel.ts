import type { Logger } from '@reference/kit/logger';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../storage/keys';
import type { Subscriber } from './subscriber';

const signal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sessions_revoked'), session_ids: z.array(z.string()) }),
  z.object({ kind: z.literal('person_gone'), user_id: z.string() }),
  z.object({ kind: z.literal('runs_ended'), run_ids: z.array(z.string()) }),
]);

/** What every instance must know at once. Only a hint: the truth is in the stores and is looked at again. */
export type Signal = z.infer<typeof signal>;

export class ControlChannel {
  constructor(
    private readonly redis: Redis,
    private readonly subscriber: Subscriber,
    private readonly keys: Keys,
    private readonly logger: Logger,
  ) {}

  async tell(what: Signal): Promise<void> {
    await this.redis.publish(this.keys.control, JSON.stringify(what));
  }

  async listen(act: (what: Signal) => void): Promise<void> {
    await this.subscriber.listen(this.keys.control, (message) => {
      const parsed = signal.safeParse(JSON.parse(message));
      if (parsed.success) act(parsed.data);
      else this.logger.error('another instance sent a signal that this version does not know');
    });
  }
}
