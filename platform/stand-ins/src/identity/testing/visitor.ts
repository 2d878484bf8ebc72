import { createHash, randomBytes } from 'node:crypto';
import { CLIENT, PROVIDERS } from '../catalogue';

const CALLBACK = 'http://127.0.0.1:3000/auth/oauth';

/** What a relying party keeps of a sign-in that it began. */
export interface Begun {
  readonly at: string;
  readonly provider: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** A browser without a screen: it follows redirects, keeps cookies, and fills in the provider's form. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  async get(url: string): Promise<Response> {
    return this.send(url, {});
  }

  async post(url: string, form: Record<string, string>): Promise<Response> {
    return this.send(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** @returns the answer that is no redirect any more, or the one that leads to the relying party. */
  async follow(response: Response): Promise<Response> {
    const location = response.headers.get('location');
    if (location === null || location.startsWith(CALLBACK)) return response;
    return this.follow(await this.get(new URL(location, response.url).href));
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

export function begin(url: string, provider: string): { begun: Begun; address: string } {
  const verifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const isOidc = PROVIDERS.find(({ id }) => id === provider)?.protocol === 'oidc';
  const query = new URLSearchParams({
    client_id: CLIENT.id,
    response_type: 'code',
    redirect_uri: `${CALLBACK}/${provider}/callback`,
    scope: isOidc ? 'openid email profile' : 'read:user user:email',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(isOidc ? { nonce } : {}),
  });
  return {
    begun: { at: url, provider, verifier, nonce },
    address: `${url}/${provider}/auth?${query.toString()}`,
  };
}

/** Goes to a provider, and says who one is there. @returns what the relying party is answered. */
export async function signInAt(
  url: string,
  provider: string,
  form: Record<string, string>,
): Promise<{ begun: Begun; answer: URLSearchParams }> {
  const visitor = new Visitor();
  const { begun, address } = begin(url, provider);
  const page = await visitor.follow(await visitor.get(address));
  const end = await visitor.follow(await visitor.post(page.url, form));
  return { begun, answer: new URL(end.headers.get('location') ?? '').searchParams };
}

export async function redeem(begun: Begun, code: string, verifier = begun.verifier): Promise<Response> {
  return fetch(`${begun.at}/${begun.provider}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: `${CALLBACK}/${begun.provider}/callback`,
    }),
  });
}
