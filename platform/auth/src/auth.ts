import type { Logger } from '@reference/kit/logger';
import type { Kysely } from 'kysely';
import type { PasswordCheck } from './accounts/password-hash';
import type { InTurn } from './limits/in-turn';
import type { Limits } from './limits/limits';
import type { SessionCache } from './sessions/session-cache';
import type { Settings } from './settings';
import type { MakeChange } from './stores/change';
import type { RedisKeys } from './stores/keys';
import type { Schema } from './stores/schema';
import type { AccessTokens } from './tokens/access-token';

/** What the service's parts work with; made once at start (service.ts) and passed on, never reached for. */
export interface Auth {
  readonly settings: Settings;
  readonly logger: Logger;
  /** For reading; whatever changes something goes through `change`. */
  readonly db: Kysely<Schema>;
  readonly change: MakeChange;
  readonly keys: RedisKeys;
  readonly sessions: SessionCache;
  readonly limits: Limits;
  readonly tokens: AccessTokens;
  readonly passwords: PasswordCheck;
  /** Tries at one address's password, one after the other. */
  readonly passwordTries: InTurn;
}
