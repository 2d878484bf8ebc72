import type { Part } from './parts';
import type { Service, ServiceView } from './processes/service';
import type { Steps } from './steps';

export interface StandInAddresses {
  smtpUrl: string;
  /** OpenAI-compatible, ends in `/v1`. */
  llmUrl: string;
  /** Where mails are read. */
  mailUrl: string;
  /** Where the LLM's scripts are put. */
  llmScriptUrl: string;
  /** The identity providers, and where their people are registered. */
  identityUrl: string;
  /** The payment provider, as merchants call it. */
  paymentUrl: string;
  /** Where a suite looks into its books. */
  paymentBooksUrl: string;
}

/** The processes in the place of external services; all instances of a launcher share them. */
export class StandIns {
  private readonly announced = new Map<string, Promise<Service>>();
  private open: (() => void) | undefined;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  constructor(
    private readonly parts: readonly Part[],
    private readonly steps: Steps,
    private readonly create: (part: Part) => Service,
  ) {}

  /** Starts all of them and resolves when they are healthy. */
  async start(): Promise<void> {
    const healthy = this.parts.map((part) => {
      const service = this.create(part);
      const announced = service.announce().then(() => service);
      this.announced.set(part.name, announced);
      return this.steps.run(`stand-in ${part.name}`, async () => (await announced).becomeHealthy());
    });
    this.open?.();
    await Promise.all(healthy);
  }

  /** Resolves as soon as they have announced themselves: who only needs to know where they are need not wait longer. */
  async addresses(): Promise<StandInAddresses> {
    await this.opened;
    const names = ['llm', 'mail', 'identity', 'payment'];
    const [llm, mail, identity, payment] = await Promise.all(names.map((name) => this.view(name)));
    if (!llm || !mail || !identity || !payment)
      throw new Error(`the parts have no stand-ins named ${names.join(', ')}`);
    return {
      smtpUrl: mail.api_url,
      llmUrl: llm.api_url,
      mailUrl: mail.url,
      llmScriptUrl: llm.url,
      identityUrl: identity.url,
      paymentUrl: payment.api_url,
      paymentBooksUrl: payment.url,
    };
  }

  async views(): Promise<Record<string, ServiceView>> {
    const names = [...this.announced.keys()];
    const views = await Promise.all(names.map(async (name) => [name, await this.view(name)] as const));
    return Object.fromEntries(
      views.filter((entry): entry is [string, ServiceView] => entry[1] !== undefined),
    );
  }

  private async view(name: string): Promise<ServiceView | undefined> {
    return (await this.announced.get(name))?.view();
  }
}
