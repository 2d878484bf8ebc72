import { Allowance, PersonalAllowance, subjectOf, type Standing } from '@reference/kit/allowance';
import type { Redis } from 'ioredis';
import type { ClientType } from '../contract/events';
import { Refusal } from '../errors';
import type { BackendSettings } from '../settings';
import type { Keys } from '../storage/keys';

/** Frames that ask for no work: a person who is over a limit may still keep the connection, and stop what runs. */
const FREE: ReadonlySet<ClientType> = new Set(['ping', 'resume', 'refresh_token', 'stop']);
/** Frames that have an agent answer. */
const QUESTIONS: ReadonlySet<ClientType> = new Set(['chat_message', 'retry']);

/** What one person may ask for: in all, at every door, and of the agents. */
export class Limits {
  private readonly personal: PersonalAllowance;
  private readonly questions: Allowance;
  readonly questionsPerWindow: number;
  /** Seconds. */
  readonly questionWindow: number;

  constructor(
    redis: Redis,
    keys: Keys,
    settings: Pick<
      BackendSettings,
      | 'REDIS_PREFIX'
      | 'PERSON_REQUEST_LIMIT'
      | 'PERSON_REQUEST_WINDOW'
      | 'MESSAGES_PER_WINDOW'
      | 'MESSAGE_WINDOW'
    >,
  ) {
    this.personal = new PersonalAllowance({
      ...{ redis, redisPrefix: settings.REDIS_PREFIX },
      ...{ points: settings.PERSON_REQUEST_LIMIT, window: settings.PERSON_REQUEST_WINDOW },
    });
    this.questionsPerWindow = settings.MESSAGES_PER_WINDOW;
    this.questionWindow = settings.MESSAGE_WINDOW;
    this.questions = new Allowance({
      ...{ policy: 'questions', redis, keyPrefix: keys.questions },
      ...{ points: settings.MESSAGES_PER_WINDOW, window: settings.MESSAGE_WINDOW },
    });
  }

  /** Counts a call. */
  call(userId: string): Promise<Standing> {
    return this.personal.take(userId);
  }

  /** Counts a frame. @throws Refusal too_many_messages or rate_limited, with the seconds until it is worth sending again */
  async frame(userId: string, type: ClientType): Promise<void> {
    if (FREE.has(type)) return;
    const [asked, questioned] = await Promise.all([
      this.personal.take(userId),
      QUESTIONS.has(type) ? this.questions.take(subjectOf(userId)) : undefined,
    ]);
    if (questioned?.allowed === false) throw new Refusal('too_many_messages', undefined, questioned.reset_s);
    if (!asked.allowed) throw new Refusal('rate_limited', undefined, asked.reset_s);
  }
}
