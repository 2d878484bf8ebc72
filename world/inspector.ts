import { eventually, NotYet } from '../support/eventually';
import type { EnvironmentDriver, Finding, Setting, Topic } from './drivers/environment';
import type { OperationsDriver } from './drivers/operations';
import { PATIENCE } from './service-levels';

/** Whoever says whether an environment is worth beginning a journey in, and what they found at their last look. */
export class Inspector {
  private found: readonly Finding[] | undefined;
  private asked = 0;

  constructor(
    private readonly environment: EnvironmentDriver,
    private readonly operations: OperationsDriver,
    private readonly traceId: string,
  ) {}

  /** @param mistaken settings that came from another environment */
  async examine(mistaken: readonly Setting[] = []): Promise<void> {
    this.found = await this.environment.examine(mistaken);
  }

  /** What was looked at about one thing, in that order. @throws when nothing was. */
  about(topic: Topic): readonly Finding[] {
    const about = this.findings().filter((finding) => finding.topic === topic);
    if (about.length === 0) throw new Error(`Nothing was looked at about ${topic}.`);
    return about;
  }

  /** What is wrong about these things, in sentences. */
  faults(...topics: readonly Topic[]): readonly string[] {
    return topics.flatMap((topic) => this.about(topic)).flatMap(({ fault }) => fault?.sentence ?? []);
  }

  async askAtTheFrontDoor(times: number): Promise<void> {
    await this.environment.askAtTheFrontDoor(times);
    this.asked = times;
  }

  /** Which of the backends answered what was asked at the front door: each once for each answer. */
  async whoAnswered(): Promise<readonly string[]> {
    const look = async () => {
      const lines = await this.operations.logs(this.traceId, 'backend');
      const answers = lines.filter(({ msg }) => msg.startsWith('GET /api/contract/'));
      if (answers.length < this.asked) throw new NotYet(`${answers.length} of ${this.asked} in the logs`);
      return answers.map(({ service, instance = '?' }) => `${service} ${instance}`);
    };
    return eventually('Not everything that was asked at the front door was ever logged', look, {
      within: PATIENCE.propagation,
    });
  }

  private findings(): readonly Finding[] {
    if (!this.found) throw new Error('Nobody has examined the environment.');
    return this.found;
  }
}
