import { Refused, refusalInBody } from '../../refusal';
import type { Session } from '../auth';
import type { Door, LimitsDriver, Standing } from '../limits';
import type { AddressBook } from './addresses';
import type { Answer, Call, HttpClient } from './http-client';

const PATHS: Readonly<Record<Door, string>> = {
  auth: '/auth/me',
  backend: '/api/usage',
  'the other backend': '/api/usage',
};

/** The limits as callers meet them: `RateLimit` headers (IETF draft), 429 and `Retry-After`. */
export class LimitsOverHttp implements LimitsDriver {
  constructor(
    private readonly who: string,
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
  ) {}

  async ask(door: Door, session: Session): Promise<Standing> {
    const url = `${await this.addressOf(door)}${PATHS[door]}`;
    const answer = await this.answered(`${this.who} asks ${door}`, { url, bearer: session.accessToken });
    return standingIn(answer, 'person');
  }

  async knock(): Promise<void> {
    const url = `${await this.addressOf('auth')}${PATHS.auth}`;
    await this.answered(`${this.who} knocks at auth`, { url, answers: [401] });
  }

  private async answered(during: string, call: Pick<Call, 'url' | 'bearer' | 'answers'>): Promise<Answer> {
    const answers = [...(call.answers ?? []), 429];
    const answer = await this.http.exchange({ method: 'GET', during, ...call, answers });
    if (answer.status !== 429) return answer;
    const refusal = refusalInBody(answer.body, answer.status, during);
    // What the body and the header say of the wait must be the same: clients read either.
    if (answer.retryAfter !== refusal.retryAfter)
      throw new Error(
        `${during}: the wait is ${refusal.retryAfter ?? 'not named'} in the body, ${answer.retryAfter ?? 'not named'} in Retry-After.`,
      );
    throw new Refused(refusal);
  }

  private async addressOf(door: Door): Promise<string> {
    if (door === 'auth') return this.addresses.auth();
    if (door === 'backend') return this.addresses.backend();
    const backends = (await this.addresses.directory()).filter(({ service }) => service === 'backend');
    const [, other] = backends;
    if (!other) throw new Error('The directory lists no second backend.');
    return other.url;
  }
}

/** `"person";r=17;t=3` among others. @throws where the answer says nothing of that limit */
function standingIn({ rateLimit }: Answer, policy: string): Standing {
  const found = new RegExp(`"${policy}";r=(\\d+);t=(\\d+)`).exec(rateLimit ?? '');
  if (!found)
    throw new Error(
      `The answer says nothing of the limit "${policy}": RateLimit is ${rateLimit ?? 'missing'}.`,
    );
  return { remaining: Number(found[1]), resetAfter: Number(found[2]) };
}
