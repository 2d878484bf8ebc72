import type { Logger } from '@reference/kit/logger';
import { isUnavailable } from '@reference/kit/unavailable';
import type { Circuits } from '../circuits/circuits';
import { frame } from '../contract/frame';
import type { AuthService } from '../identity/auth-service';
import type { Limits } from '../identity/limits';
import { AuthUnavailable, TokenRefused, type Person, type TokenFault } from '../identity/person';
import type { Revocations } from '../identity/revocations';
import type { TokenVerifier } from '../identity/token-verifier';
import type { RefusalCode } from '../errors';
import type { Feeds } from '../user-stream/feed';
import type { Closing } from './close-codes';
import type { Connection } from './connection';
import type { ConnectionLimit } from './connection-limit';
import type { OpenConnections } from './open-connections';

/** Bytes of a client's frame: the longest content in the wordiest escapes, and its envelope. */
export const MOST_FRAME_BYTES = 131_072;
const MOST_CONTENT_CHARACTERS = 8_000;
const RETRY_AFTER_SECONDS = 2;

const FAULTS: Readonly<Record<TokenFault, { closing: Closing; why?: RefusalCode }>> = {
  token_invalid: { closing: 'invalid_token' },
  token_expired: { closing: 'token_expired', why: 'token_expired' },
  token_revoked: { closing: 'session_revoked', why: 'token_revoked' },
};

export interface AdmissionOptions {
  verifier: TokenVerifier;
  auth: AuthService;
  revocations: Revocations;
  limit: ConnectionLimit;
  limits: Limits;
  feeds: Feeds;
  open: OpenConnections;
  circuits: Circuits;
  logger: Logger;
}

/** Decides whether a connection is accepted. Until it is, nothing that its client sends is looked at. */
export class Admission {
  constructor(private readonly options: AdmissionOptions) {}

  /** True once the connection was welcomed; else it was closed with the code that says why. */
  async admit(connection: Connection, token: string | undefined): Promise<boolean> {
    if (token === undefined) return refuse(connection, 'no_token');
    try {
      const person = await this.check(token);
      return await this.welcome(connection, person);
    } catch (cause) {
      refuseFor(connection, cause);
      this.options.logger[cause instanceof TokenRefused ? 'info' : 'error'](
        { err: cause, connection_id: connection.id },
        'chat connection not accepted',
      );
      return false;
    }
  }

  /**
   * Verifies a token here and with the auth service, and that its session was not signed out since.
   * @throws TokenRefused, AuthUnavailable
   */
  async check(token: string): Promise<Person> {
    const { verifier, auth, revocations } = this.options;
    const person = await verifier.verify(token);
    await auth.validate(token);
    if (await revocations.concern(person)) throw new TokenRefused('token_revoked');
    return person;
  }

  private async welcome(connection: Connection, person: Person): Promise<boolean> {
    const { limit, limits, feeds, open, circuits, revocations } = this.options;
    const leave = open.enter(connection, person);
    if (!(await limit.acquire(person.userId, connection.id))) {
      leave();
      return refuse(connection, 'too_many_connections');
    }
    leave.also(() => limit.release(connection.id));
    const feed = await feeds.attach(person.userId, connection.take);
    leave.also(() => feed.detach());
    // Signed out while it was being let in: the signal may have come before the connection was entered.
    if (await revocations.concern(person)) throw new TokenRefused('token_revoked');

    connection.missedUpTo = feed.lastSeq;
    connection.send(
      frame('connection_established', {
        connection_id: connection.id,
        session_id: person.sessionId,
        server_time: new Date().toISOString(),
        resume_token: feed.resumeToken,
        last_seq: feed.lastSeq,
        limits: {
          max_connections: limit.most,
          max_frame_bytes: MOST_FRAME_BYTES,
          max_content_characters: MOST_CONTENT_CHARACTERS,
          questions_per_window: limits.questionsPerWindow,
          question_window: limits.questionWindow,
        },
      }),
    );
    for (const trouble of circuits.troubles()) connection.send(trouble);
    connection.holdBack({ forGrace: true });
    return connection.isOpen;
  }
}

function refuse(connection: Connection, closing: Closing): false {
  connection.close(closing);
  return false;
}

/** Closes a connection whose token is not good, or of which that cannot be found out now. */
function refuseFor(connection: Connection, cause: unknown): void {
  if (cause instanceof TokenRefused) {
    const { closing, why } = FAULTS[cause.fault];
    connection.close(closing, why);
  } else {
    connection.close('overloaded', reasonOf(cause), RETRY_AFTER_SECONDS);
  }
}

function reasonOf(cause: unknown): RefusalCode {
  if (cause instanceof AuthUnavailable) return 'auth_unavailable';
  return isUnavailable(cause) ? 'dependency_unavailable' : 'internal_error';
}
