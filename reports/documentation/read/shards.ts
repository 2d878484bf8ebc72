import type { Envelope, Pickle, TestRunFinished } from '@cucumber/messages';
import type { Summary } from '../../summary-schema';
import { BadInput } from './bad-input';

/** A shard of a run: its folder, and what it told of itself. */
export interface Shard {
  directory: string;
  summary: Summary;
}

/** @throws BadInput where these are not shards of one run. */
export function checkShards(shards: readonly Shard[]): void {
  const [first] = shards;
  for (const { directory, summary } of shards) {
    for (const what of ['commit', 'target'] as const) {
      const [own, other] = [summary.run[what], first?.summary.run[what]];
      if (own !== other)
        throw new BadInput(
          `${directory} is a run of ${what} ${own ?? '(none)'}, ${first?.directory ?? ''} of ${other ?? '(none)'}: only shards of one run can be merged.`,
        );
    }
    if (summary.run.commit === 'unknown')
      throw new BadInput(
        `${directory} does not say of which commit it is; shards of a git checkout can be merged.`,
      );
  }
}

interface Same {
  id: string;
  steps: string[];
}

/**
 * Makes one stream of messages of those of several shards. Every shard tells all scenarios under ids of its own, also
 * those that others ran: they are the same by their file, line (of the row of examples, where there is one) and name.
 */
export class ShardMerger {
  private readonly byPlace = new Map<string, Same>();
  /** Of the shard that is read just now: its own ids -> those of the first shard. */
  private pickles = new Map<string, string>();
  private steps = new Map<string, string>();
  private readonly ranIn = new Map<string, string>();
  private finished: TestRunFinished | undefined;
  private isFirst = true;
  private shard = '';
  private begun = 0;
  private ended = 0;

  /** The next messages are those of this shard. */
  begin(shard: string): void {
    this.isFirst = this.begun === 0;
    this.begun += 1;
    this.shard = shard;
    this.pickles = new Map();
    this.steps = new Map();
  }

  /** @returns what stands for it in the one stream. @throws BadInput for what other shards say otherwise. */
  take(envelope: Envelope): Envelope[] {
    if (envelope.testRunFinished) return this.heldBack(envelope.testRunFinished);
    if (envelope.pickle) return this.pickle(envelope.pickle);
    if (envelope.testCase) return [this.testCase(envelope.testCase)];
    const isTold =
      envelope.meta ??
      envelope.source ??
      envelope.gherkinDocument ??
      envelope.parameterType ??
      envelope.testRunStarted;
    return isTold && !this.isFirst ? [] : [envelope];
  }

  /** The end of the run; nothing where a shard did not come to its end. */
  end(): Envelope[] {
    return this.finished && this.ended === this.begun ? [{ testRunFinished: this.finished }] : [];
  }

  private heldBack(finished: TestRunFinished): Envelope[] {
    const before = this.finished;
    this.ended += 1;
    const isLater =
      !before ||
      finished.timestamp.seconds > before.timestamp.seconds ||
      (finished.timestamp.seconds === before.timestamp.seconds &&
        finished.timestamp.nanos > before.timestamp.nanos);
    const message = before?.message ?? finished.message;
    this.finished = {
      ...(isLater ? finished : before),
      success: finished.success && (before?.success ?? true),
      ...(message === undefined ? {} : { message }),
    };
    return [];
  }

  private pickle(pickle: Pickle): Envelope[] {
    const place = placeOf(pickle);
    const same = this.byPlace.get(place);
    if (this.isFirst) {
      this.byPlace.set(place, { id: pickle.id, steps: pickle.steps.map(({ id }) => id) });
      this.pickles.set(pickle.id, pickle.id);
      return [{ pickle }];
    }
    if (!same || same.steps.length !== pickle.steps.length)
      throw new BadInput(
        `${this.shard} tells "${pickle.name}" (${pickle.uri}:${pickle.location?.line ?? 0}) otherwise than the first shard: these are not shards of one run.`,
      );
    this.pickles.set(pickle.id, same.id);
    pickle.steps.forEach(({ id }, index) => this.steps.set(id, same.steps[index] ?? ''));
    return [];
  }

  private testCase(testCase: NonNullable<Envelope['testCase']>): Envelope {
    const pickleId = this.pickles.get(testCase.pickleId) ?? testCase.pickleId;
    const other = this.ranIn.get(pickleId);
    if (other !== undefined && other !== this.shard)
      throw new BadInput(
        `${other} and ${this.shard} ran the same scenario, so they are not shards of one run (--shard 1/2, --shard 2/2, ...).`,
      );
    this.ranIn.set(pickleId, this.shard);
    if (this.isFirst) return { testCase };
    const testSteps = testCase.testSteps.map((step) =>
      step.pickleStepId === undefined
        ? step
        : { ...step, pickleStepId: this.steps.get(step.pickleStepId) ?? step.pickleStepId },
    );
    return { testCase: { ...testCase, pickleId, testSteps } };
  }
}

function placeOf({ uri, location, name, astNodeIds }: Pickle): string {
  return JSON.stringify([uri.replaceAll('\\', '/'), location?.line ?? astNodeIds.length, name]);
}
