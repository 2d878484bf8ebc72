import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { PageTimes } from '../drivers/chat';
import { PACE_NAMES, paceOf, type Pace } from '../run-course';
import { PATIENCE, SERVICE_LEVELS } from '../service-levels';
import { eventually, NotYet } from '../../support/eventually';
import type { RunRecord, UsageEvent } from '../drivers/witnesses';
import { need, type Stage } from '../stage';
import type { Question } from './chat';

/** Seeing agents at work: what a person is told of it, step by step, and when. */
export class ProgressAbility {
  private asked: readonly Question[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /** Asks all of that at once, each in a conversation of its own. */
  async askAtOnce(words: readonly string[]): Promise<void> {
    const { chat } = this.actor;
    const asked: Question[] = [];
    for (const one of words) {
      await chat.ask(one);
      asked.push(chat.question());
    }
    this.asked = asked;
  }

  /** What was told of each of the questions that were asked at once; of the last one, where there was only one. */
  async courses(): Promise<readonly (readonly ServerFrame[])[]> {
    const { chat } = this.actor;
    const asked = this.asked.length > 0 ? this.asked : [chat.question()];
    return Promise.all(asked.map((one) => chat.courseOf(one)));
  }

  /** From the question until it was heard, until an agent was at work on it, and until the first words; milliseconds. */
  async firstImpressions(): Promise<{ heard: number; atWork: number; firstWords: number }> {
    const course = await this.course();
    const askedAt = performance.timeOrigin + this.actor.chat.question().askedAt;
    const after = (type: string, level: 'question_heard' | 'first_word' | 'first_agent_event') => {
      const receivedAt = course.find((frame) => frame.type === type)?.received_at ?? NaN;
      // An arrival is stamped in whole milliseconds, and may seem to come a part of one too early.
      const ms = Math.max(0, receivedAt - askedAt);
      this.stage.evidence.measure(level, ms, SERVICE_LEVELS[level]);
      return ms;
    };
    return {
      heard: after('message_accepted', 'question_heard'),
      atWork: after('agent_started', 'first_agent_event'),
      firstWords: after('partial_result', 'first_word'),
    };
  }

  /** What was told of the last question's answer. */
  async course(): Promise<readonly ServerFrame[]> {
    return this.actor.chat.courseOf();
  }

  /** The conversation of the last question up to it: its title, and what was said in it, by whomever, in order. */
  async conversation(): Promise<{ title: string; said: readonly string[] }> {
    const { chat } = this.actor;
    const threadId = await chat.threadId();
    const told = chat.frames().filter(({ thread_id }) => thread_id === threadId);
    const title = told.find(({ type }) => type === 'thread_created')?.payload['title'];
    if (typeof title !== 'string') throw new Error('Nobody told of the conversation when it began.');
    const upToQuestion = told.slice(0, told.findLastIndex(({ type }) => type === 'message_accepted') + 1);
    const said = upToQuestion.filter(({ type }) => type === 'message_accepted' || type === 'final_report');
    return { title, said: said.map(({ payload }) => textOf(payload, 'content')) };
  }

  /** What the backend has kept of the run that answers the last question. */
  async runOnRecord(): Promise<RunRecord> {
    const runId = await this.actor.chat.runId();
    const record = await need(this.stage, 'backendRecords', 'databases').run(runId);
    if (!record) throw new Error(`The backend has no run ${runId} on record.`);
    return record;
  }

  /** How the last answer was counted, once it was: each agent's step, the whole, and under which traces. */
  async countedSteps(): Promise<{
    steps: readonly UsageEvent[];
    whole: UsageEvent;
    traces: readonly string[];
  }> {
    const { account, chat, name } = this.actor;
    const [figures, runId] = [need(this.stage, 'usageFigures', 'usage-figures'), await chat.runId()];
    const look = async () => {
      const events = (await figures.events(account.known().id)).filter((event) => event.runId === runId);
      const whole = events.find(({ event }) => event === 'run_completed');
      if (!whole) throw new NotYet(`counted  ${events.map(({ event }) => event).join(', ') || 'nothing'}`);
      const steps = events.filter(({ event }) => event === 'agent_step');
      return { steps, whole, traces: [...new Set(events.map(({ traceId }) => traceId))] };
    };
    const within = PATIENCE.figures;
    return eventually(`The whole of ${name}'s answer was never counted`, look, { within });
  }

  /** How long events of each pace were on their way, in milliseconds. */
  async delays(): Promise<Readonly<Record<Pace, number>>> {
    const frames = (await this.courses()).flat();
    return byPace((pace) => frames.filter((frame) => paceOf(frame) === pace).map(travelTime));
  }

  /** Asks, and keeps an eye on the page meanwhile. */
  async askWatching(words: string): Promise<void> {
    await this.actor.chat.screen().watch();
    await this.actor.chat.ask(words);
  }

  /** When each step of the last answer arrived at the page, and when it showed there. */
  async onPage(): Promise<PageTimes> {
    return this.actor.chat.screen().seen(await this.course());
  }

  /** How long the parts of the page took, by pace, in milliseconds. */
  async pageDelays(): Promise<Readonly<Record<Pace, number>>> {
    const { steps } = await this.onPage();
    const middles = byPace((pace) =>
      steps
        .filter(({ type }) => paceOf({ type }) === pace)
        .map(({ arrivedAt, shownAt }) => (shownAt ?? Infinity) - arrivedAt),
    );
    for (const pace of PACE_NAMES)
      this.stage.evidence.measure(`page_${pace}_part`, middles[pace], SERVICE_LEVELS[`page_${pace}_part`]);
    return middles;
  }
}

/**
 * The middle of the times of each pace: one of them may be late because the machine was busy for a moment, and what is
 * late by itself is late most of the time. The slowest single ones are among the figures of the run.
 */
function byPace(timesOf: (pace: Pace) => readonly number[]): Readonly<Record<Pace, number>> {
  const middle = (pace: Pace) => medianOf(timesOf(pace));
  return { fast: middle('fast'), medium: middle('medium'), slow: middle('slow') };
}

function travelTime({ timestamp, received_at }: ServerFrame): number {
  return Math.max(0, received_at - Date.parse(timestamp ?? ''));
}

function medianOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
