import { discover } from '@reference/kit/discovery';
import type { HealthCheck } from '@reference/kit/health';
import { traceparent } from '@reference/kit/trace';
import { z } from 'zod';
import { Circuit, CircuitOpen } from '../circuits/circuit';
import { AuthUnavailable, TokenRefused, type TokenFault } from './person';

const DEADLINE_MS = 2_000;
const ATTEMPTS = 2;

const verdict = z.union([
  z.object({ valid: z.literal(true), user_id: z.string(), session_id: z.string() }),
  z.object({ valid: z.literal(false), code: z.string() }),
]);

export interface AuthServiceOptions {
  discoveryDir: string;
  credential: string;
  /** Milliseconds for which auth is left alone once calls to it keep failing. */
  circuitResetMs: number;
}

/** The auth service over its published calls, found anew by discovery for each of them. */
export class AuthService {
  private reachedOnce = false;

  private readonly circuit: Circuit;

  constructor(private readonly options: AuthServiceOptions) {
    this.circuit = new Circuit({
      ...{ service: 'auth', resetMs: options.circuitResetMs, slowestMs: DEADLINE_MS, fewestCalls: 4 },
      isOutage: (cause) => cause instanceof AuthUnavailable,
      trial: () => this.probe(),
    });
  }

  get circuits(): readonly Circuit[] {
    return [this.circuit];
  }

  /** @throws AuthUnavailable where none is registered. */
  async address(): Promise<string> {
    const [entry] = await discover(this.options.discoveryDir, 'auth');
    if (!entry) throw new AuthUnavailable('none is registered in service discovery');
    return entry.url;
  }

  /**
   * Asks auth itself about a token, its session included.
   * @throws TokenRefused with auth's reason, AuthUnavailable when there is no usable answer.
   */
  async validate(token: string): Promise<void> {
    const response = await this.throughCircuit(() =>
      this.call('POST', '/auth/validate', this.ownCredential(), { token }),
    );
    const answer = verdict.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !answer.success)
      throw new AuthUnavailable(`/auth/validate answered ${response.status}`);
    if (!answer.data.valid) throw new TokenRefused(faultNamed(answer.data.code));
  }

  /**
   * Passes a person's wish to be deleted on, with their own token.
   * @throws TokenRefused when auth does not accept the token, AuthUnavailable otherwise.
   */
  async deleteAccount(token: string): Promise<void> {
    const response = await this.throughCircuit(() => this.call('DELETE', '/auth/me', `Bearer ${token}`));
    if (response.ok) return;
    if (response.status === 401) throw new TokenRefused(faultNamed(await codeOf(response)));
    throw new AuthUnavailable(`DELETE /auth/me answered ${response.status}`);
  }

  /**
   * Has auth note the plan that a person is on.
   * @returns false where auth knows nobody of that id. @throws AuthUnavailable otherwise.
   */
  async changePlan(userId: string, plan: string): Promise<boolean> {
    const body = { user_id: userId, plan };
    const response = await this.throughCircuit(() =>
      this.call('PUT', '/auth/plan', this.ownCredential(), body),
    );
    await response.body?.cancel();
    if (response.status === 404) return false;
    if (!response.ok) throw new AuthUnavailable(`PUT /auth/plan answered ${response.status}`);
    return true;
  }

  /** Needed to start; once it was there, its absence only degrades: open connections go on. */
  healthCheck(): HealthCheck {
    const probe = async () => {
      this.circuit.mustBeClosed();
      await this.probe();
      this.reachedOnce = true;
    };
    const isCritical = () => !this.reachedOnce;
    return {
      get critical() {
        return isCritical();
      },
      probe,
    };
  }

  private async probe(): Promise<void> {
    const [entry] = await discover(this.options.discoveryDir, 'auth');
    if (!entry) throw new AuthUnavailable('no auth service is registered in service discovery');
    const asked = fetch(entry.health_url, { signal: AbortSignal.timeout(900) });
    const response = await asked.catch((cause: unknown) => {
      throw new AuthUnavailable('the auth service does not answer', cause);
    });
    await response.body?.cancel();
    if (!response.ok) throw new AuthUnavailable(`it says it is not ready (${response.status})`);
  }

  /** @throws AuthUnavailable at once, where calls before this one kept failing */
  private async throughCircuit(work: () => Promise<Response>): Promise<Response> {
    return this.circuit.call(work).catch((cause: unknown) => {
      throw cause instanceof CircuitOpen ? new AuthUnavailable('the circuit is open', cause) : cause;
    });
  }

  private ownCredential(): string {
    return `Basic ${Buffer.from(`backend:${this.options.credential}`).toString('base64')}`;
  }

  /** One more attempt where the connection fails: auth may just have moved to another port. Who took all the time that there was has no other. */
  private async call(method: string, path: string, authorization: string, body?: object): Promise<Response> {
    let failure: unknown;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const url = `${await this.address()}${path}`;
      try {
        return await fetch(url, {
          method,
          headers: {
            authorization,
            traceparent: traceparent(),
            ...(body ? { 'content-type': 'application/json' } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: AbortSignal.timeout(DEADLINE_MS),
        });
      } catch (cause) {
        failure = cause;
        if (cause instanceof Error && cause.name === 'TimeoutError') break;
      }
    }
    throw new AuthUnavailable(`${method} ${path} failed`, failure);
  }
}

async function codeOf(response: Response): Promise<string> {
  const body = z.object({ code: z.string() }).safeParse(await response.json().catch(() => undefined));
  return body.success ? body.data.code : '';
}

/** Auth's words for a refusal, in the three kinds that make a difference here. */
function faultNamed(code: string): TokenFault {
  if (code === 'token_expired') return 'token_expired';
  return code.endsWith('_revoked') ? 'token_revoked' : 'token_invalid';
}
