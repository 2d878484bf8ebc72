import type { Logger } from '@reference/kit/logger';
import type { Departure } from '../account/departure';
import { frame } from '../contract/frame';
import type { Revocations } from '../identity/revocations';
import { findProfile, planOf, saveIdentity } from '../profiles/profile-store';
import type { Database } from '../storage/database';
import type { Quota } from '../usage/quota';
import type { ControlChannel } from '../user-stream/control-channel';
import type { UserStream } from '../user-stream/user-stream';
import { isDeparted, lockPerson, markProcessed } from './event-store';
import type { SnapshotEvent, UserEvent } from './user-event';

export interface ProjectionOptions {
  db: Database;
  stream: UserStream;
  control: ControlChannel;
  revocations: Revocations;
  departure: Departure;
  quota: Quota;
  logger: Logger;
}

/** Takes in what happened to people at auth. Any event may come twice, or late: the outcome is the same. */
export class Projection {
  constructor(private readonly options: ProjectionOptions) {}

  /** @throws when a store is away; the event is then to be given again. */
  async take(event: UserEvent): Promise<void> {
    const { logger } = this.options;
    const { event_id, type, user_id, version } = event;
    switch (event.type) {
      case 'user.deleted':
        await this.options.departure.of(user_id);
        break;
      case 'session.opened':
        await this.options.stream.publish(user_id, frame('sign_in_completed', event.data));
        break;
      case 'session.revoked':
        await this.endSessions(user_id, event.data.session_ids, event.data.reason);
        break;
      default:
        await this.saveSnapshot(event);
    }
    logger.info({ event_id, type, user_id, version }, 'user event taken in');
  }

  private async saveSnapshot({ event_id, type, user_id, version, data }: SnapshotEvent): Promise<void> {
    const { db, quota } = this.options;
    let planBefore: string | undefined;
    const changed = await db.transaction().execute(async (tx) => {
      if (!(await markProcessed(tx, event_id))) return false;
      await lockPerson(tx, user_id);
      if (await isDeparted(tx, user_id)) return false;
      planBefore = await planOf(tx, user_id);
      return (await saveIdentity(tx, { user_id, version, ...data })).changed;
    });
    if (changed && type !== 'user.registered') await this.tellProfile(user_id);
    if (changed && planBefore !== undefined && planBefore !== data.plan) await quota.tellOfPlan(db, user_id);
  }

  private async tellProfile(userId: string): Promise<void> {
    const profile = await findProfile(this.options.db, userId);
    if (profile) await this.options.stream.publish(userId, frame('profile_updated', profile));
  }

  /** Remembered before it is told: an instance that misses the signal finds it when it looks. */
  private async endSessions(userId: string, sessionIds: string[], reason: string): Promise<void> {
    const { revocations, control, stream } = this.options;
    await revocations.add(sessionIds);
    for (const session_id of sessionIds)
      await stream.publish(userId, frame('session_ended', { session_id, reason }));
    await control.tell({ kind: 'sessions_revoked', session_ids: sessionIds });
  }
}
