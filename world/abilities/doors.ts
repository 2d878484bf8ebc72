import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Session } from '../drivers/auth';
import { isNotYet, Refused } from '../refusal';
import { SERVICE_LEVELS } from '../service-levels';
import type { Stage } from '../stage';
import { forged } from '../tokens';

/** What each service makes of a token: `taken`, or status and code of its "no". */
export interface Answers {
  readonly auth: string;
  readonly backend: string;
  readonly chat: string;
}

/** How the wire contract has each service answer, by what is wrong with the token. */
export const VERDICTS = {
  genuine: { auth: 'taken', backend: 'taken', chat: 'taken' },
  missing: { auth: '401 token_missing', backend: '401 token_missing', chat: '4001 close_4001' },
  'not genuine': { auth: '401 token_invalid', backend: '401 token_invalid', chat: '4002 close_4002' },
  expired: { auth: '401 token_expired', backend: '401 token_expired', chat: '4003 token_expired' },
  ended: { auth: '401 token_revoked', backend: '401 token_revoked', chat: '4004 token_revoked' },
} as const satisfies Record<string, Answers>;

export type Verdict = keyof typeof VERDICTS;

/** A token that was shown everywhere, what it was told to be taken as, and the answers. */
export interface Attempt {
  readonly what: string;
  readonly told: Verdict;
  readonly answers: Answers;
}

/** Showing a token at every service that takes tokens, and what the person remembers of it. */
export class DoorsAbility {
  private readonly tried: Attempt[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** @param accessToken empty: none is shown at all; @param login the one that it belongs to. */
  async show(accessToken: string, login: Session = this.actor.account.session()): Promise<Answers> {
    const { backend, behindThePages } = this.drivers;
    const { auth, chat } = behindThePages;
    const session: Session = { ...login, accessToken };
    const answers = {
      auth: await answerTo(() => auth.whoAmI(session)),
      backend: await answerTo(() => backend.profile(session)),
      chat: await answerTo(async () => {
        const connection = await chat.connect(session, { token: accessToken ? 'header' : 'nowhere' });
        await connection.close();
      }),
    };
    return answers;
  }

  /** Shows a login until every service says that its session was ended, within the time promised for that, and measures it. */
  async areShut(what: string, login: Session): Promise<Answers> {
    const startedAt = performance.now();
    const look = async () => {
      const answers = await this.show(login.accessToken, login);
      if (Object.values(answers).includes('taken')) throw new NotYet(JSON.stringify(answers));
      return answers;
    };
    const { name } = this.actor;
    const answers = await eventually(`${what} of ${name} never stopped being taken`, look, {
      within: SERVICE_LEVELS.sign_out,
    });
    this.stage.evidence.measure('sign_out', performance.now() - startedAt, SERVICE_LEVELS.sign_out);
    return answers;
  }

  /** Shows a forgery of the present token, called as `world/tokens.ts` calls it. */
  async tryForged(called: string, told: Verdict): Promise<void> {
    const { signing_key: signingKey } = this.stage.platform;
    if (!signingKey) throw new Error('The target does not say with which key its tokens are signed.');
    const { accessToken: token, refreshToken } = this.actor.account.session();
    const published = await this.drivers.auth.publishedKeys();
    const answers = await this.show(await forged(called, { token, refreshToken, published, signingKey }));
    this.tried.push({ what: called, told, answers });
  }

  /** What was tried, in that order. @throws when nothing was. */
  attempts(): readonly Attempt[] {
    if (this.tried.length === 0) throw new Error(`${this.actor.name} has not tried any token.`);
    return this.tried;
  }
}

async function answerTo(ask: () => Promise<unknown>): Promise<string> {
  try {
    await ask();
    return 'taken';
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    // The token was taken: there is only nothing to show for it yet.
    if (isNotYet(cause.refusal)) return 'taken';
    return `${cause.refusal.status} ${cause.refusal.code}`;
  }
}
