import { randomBytes } from 'node:crypto';
import { registerSecret } from '../reports/redaction';
import { Actor } from './actor';
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
    const password = `${randomBytes(12).toString('base64url')}-Aa1!`;
    registerSecret(password);
    const actor = new Actor(
      name,
      `${name.toLowerCase()}-${this.mark}@people.example.org`,
      password,
      this.stage,
    );
    this.actors.set(name, actor);
    return actor;
  }

  /** In the order of their entrance. */
  everyone(): Actor[] {
    return [...this.actors.values()];
  }
}
