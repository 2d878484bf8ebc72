import { randomBytes } from 'node:crypto';
import { registerSecret } from '../reports/redaction';
import { Actor } from './actor';
import { Lacking } from './lacking';
import type { Stage } from './stage';

/** The people of one scenario, made when they are first named. */
export class Cast {
  private readonly actors = new Map<string, Actor>();
  /** Makes this scenario's Ada another person than every other scenario's. */
  private readonly mark = randomBytes(4).toString('hex');

  constructor(private readonly stage: Stage) {}

  actor(name: string): Actor {
    const known = this.actors.get(name);
    if (known) return known;
    const { email, password } = this.provisioned() ?? {
      email: `${name.toLowerCase()}-${this.mark}@people.example.org`,
      password: `${randomBytes(12).toString('base64url')}-Aa1!`,
    };
    registerSecret(password);
    const actor = new Actor(name, email, password, this.stage);
    this.actors.set(name, actor);
    return actor;
  }

  /**
   * Where people cannot become customers by mail: one of the accounts that were made beforehand. Each worker has its own
   * share of them, so that nobody is two people at once.
   */
  private provisioned(): { readonly email: string; readonly password: string } | undefined {
    const { accounts, mailbox } = this.stage.platform;
    if (accounts === undefined || mailbox !== undefined) return undefined;
    const worker = Number(process.env['CUCUMBER_WORKER_ID'] ?? 0);
    const workers = Number(process.env['CUCUMBER_TOTAL_WORKERS'] ?? 1);
    const share = accounts.filter((_, index) => index % workers === worker % workers);
    const next = share[this.actors.size];
    if (next) return next;
    const reason = `its file names ${accounts.length} accounts, which are too few for ${workers} scenarios of this size at once`;
    throw new Lacking('mailbox', reason);
  }

  /** In the order of their entrance. */
  everyone(): Actor[] {
    return [...this.actors.values()];
  }
}
