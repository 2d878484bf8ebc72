import { deleteProfile } from '../profiles/profile-store';
import type { Database } from '../storage/database';
import { insteadOfADeadlock } from '../storage/deadlock';
import { isDeparted, lockPerson, markDeparted } from '../user-events/event-store';
import type { UsageLog } from '../usage/usage-outbox';
import type { ControlChannel } from '../user-stream/control-channel';
import type { UserStream } from '../user-stream/user-stream';

export interface DepartureOptions {
  db: Database;
  stream: UserStream;
  control: ControlChannel;
  usage: UsageLog;
}

/** Removes everything that is kept here of a person; done twice, it changes nothing more. */
export class Departure {
  constructor(private readonly options: DepartureOptions) {}

  /**
   * First nothing new can come (publishing is closed, connections and runs end), then what is there goes.
   * Events about the person that come late find that they have departed.
   */
  async of(userId: string): Promise<void> {
    const { db, stream, control, usage } = this.options;
    await stream.forget(userId);
    await control.tell({ kind: 'person_gone', user_id: userId });
    await insteadOfADeadlock(() =>
      db.transaction().execute(async (tx) => {
        await lockPerson(tx, userId);
        if (await isDeparted(tx, userId)) return;
        await markDeparted(tx, userId);
        await deleteProfile(tx, userId);
        await usage.recordDeparture(tx, userId);
      }),
    );
    usage.wake();
  }
}
