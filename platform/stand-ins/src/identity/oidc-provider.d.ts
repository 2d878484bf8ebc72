/** As much of oidc-provider 9 as is used here; the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Context {
    body: unknown;
    status: number;
    oidc?: { route?: string; account?: { accountId: string } };
  }
  export interface InteractionDetails {
    uid: string;
    params: Record<string, unknown>;
  }
  interface Check {
    readonly reason: string;
  }
  interface Prompts {
    get(name: string): { checks: { add(check: Check): void } };
  }
  export const interactionPolicy: {
    base(): Prompts;
    Check: {
      new (
        reason: string,
        description: string,
        check: (ctx: { oidc: { result?: { login?: unknown } } }) => boolean,
      ): Check;
      readonly REQUEST_PROMPT: boolean;
      readonly NO_NEED_TO_PROMPT: boolean;
    };
  };
  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    readonly Grant: new (of: { accountId: string; clientId: string }) => {
      addOIDCScope(scope: string): void;
      save(): Promise<string>;
    };
    readonly AccessToken: { find(token: string): Promise<{ accountId: string } | undefined> };
    readonly Client: { readonly prototype: { redirectUriAllowed(uri: string): boolean } };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>;
    /** @returns where the browser is to go on. */
    interactionResult(request: IncomingMessage, response: ServerResponse, result: object): Promise<string>;
  }
}
