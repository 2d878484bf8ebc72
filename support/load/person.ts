import { passed } from '../eventually';
import type { Meter } from './artillery';
import type { Actor } from '../../world/actor';
import type { ServerFrame } from '../../world/contract/frames';
import { textOf } from '../../world/contract/frames';
import { Refused, type Refusal } from '../../world/refusal';

/** Between an answer and the next question; more where that would be more than a plan has that costs nothing. */
const PAUSE_MS = 5_000;
const MOST_QUESTIONS = 150;
/** Too many at the moment, by an HTTP status or a close code. */
const NOT_NOW = new Set([429, 503, 1013]);
/** Of five digits, so that none is a part of another. */
const FIRST_NUMBER = 10_007;

/** One question and what was read as its answer. */
interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** One of many, with a number that nobody else asks about. */
export class Person {
  private readonly number: number;
  private readonly exchanges: Exchange[] = [];

  constructor(
    private readonly actor: Actor,
    place: number,
    private readonly meter: Meter,
  ) {
    this.number = FIRST_NUMBER + place;
  }

  /**
   * Comes, asks until that moment, looks back, and leaves the chat.
   * @returns what was wrong, a sentence each
   */
  async comesAndChats(until: number): Promise<readonly string[]> {
    const pauseMs = Math.max(PAUSE_MS, (until - Date.now()) / MOST_QUESTIONS);
    const { account, chat } = this.actor;
    await this.timed('signed up', () => account.signUp());
    await this.timed('confirmed', () => account.confirmAddress());
    await this.timed('logged in', () => account.logIn());
    await this.timed('connected', () => chat.open());
    const findings: string[] = [];
    do {
      findings.push(...(await this.asks()));
      this.meter.emit('counter', 'questions answered', 1);
      await passed('a pause', Math.min(Date.now() + pauseMs, until));
    } while (Date.now() < until);
    findings.push(...(await this.looksBack()));
    await chat.settle();
    return findings;
  }

  private async asks(): Promise<readonly string[]> {
    const { chat, name } = this.actor;
    const factor = this.exchanges.length + 2;
    const question = `What is ${this.number} * ${factor}?`;
    this.meter.emit('counter', 'questions asked', 1);
    if (this.exchanges.length === 0) await chat.ask(question);
    else await chat.goOn(question);
    let word = await chat.reply();
    while (word.type === 'error') word = await this.saysAgain(word);
    const askedAt = performance.timeOrigin + chat.question().askedAt;
    const course = await chat.courseOf();
    const at = (type: string) => course.find((frame) => frame.type === type)?.received_at ?? NaN;
    this.meter.emit('histogram', 'first agent', at('agent_started') - askedAt);
    this.meter.emit('histogram', 'whole answer', at('agent_completed') - askedAt);
    const report = course.find(({ type }) => type === 'final_report');
    const answer = report ? textOf(report.payload, 'content') : '';
    this.exchanges.push({ question, answer });
    const wanted = String(this.number * factor);
    return answer.includes(wanted) ? [] : [`${name} asked "${question}" and read "${answer}"`];
  }

  /** Everything that was said is there once and in order, and nothing of anybody else's was told. */
  private async looksBack(): Promise<readonly string[]> {
    const { chat, name } = this.actor;
    const history = await chat.historyOf(await chat.threadId());
    // The conversation brings its latest fifty messages along.
    const said = this.exchanges.flatMap(({ question, answer }) => [question, answer]).slice(-50);
    const findings =
      history.join('\n') === said.join('\n')
        ? []
        : [`${name} finds ${history.length} messages, said ${said.length}`];
    const frames = chat.frames();
    const runs = new Set(frames.flatMap(({ run_id }) => run_id ?? [])).size;
    if (runs !== this.exchanges.length)
      findings.push(`${name} is told of ${runs} answers and asked for ${this.exchanges.length}`);
    const others = numbersIn(frames).filter((number) => number !== this.number);
    return [...findings, ...others.map((number) => `${name} is told of ${number}, which is somebody else's`)];
  }

  /** As an app does that was told to: the same message, after the time that was named. */
  private async saysAgain({ payload }: ServerFrame): Promise<ServerFrame> {
    const { chat, refusals, name } = this.actor;
    const [code, wait] = [textOf(payload, 'code'), payload['retry_after']];
    if (typeof wait !== 'number') throw new Error(`${name} asked, and was told ${code}`);
    refusals.withdraw((refusal) => refusal.code === code);
    await this.waitsAsTold(wait);
    const mark = chat.mark();
    await chat.sayAgain();
    return chat.reply(mark);
  }

  /** Comes again as often as the platform says so; all of it counts as one wait. */
  private async timed(what: string, act: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    let refusal = await refusalOf(act);
    while (refusal) {
      await this.waitsAsTold(refusal.retryAfter ?? 1);
      refusal = await refusalOf(act);
    }
    this.meter.emit('histogram', what, performance.now() - startedAt);
  }

  private async waitsAsTold(seconds: number): Promise<void> {
    this.meter.emit('counter', 'times told to come again', 1);
    await passed('the wait that was told', Date.now() + seconds * 1_000);
  }
}

/** @returns the "not now" that somebody was told; undefined where it was done. Any other "no" is thrown. */
async function refusalOf(act: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    if (cause instanceof Refused && NOT_NOW.has(cause.refusal.status)) return cause.refusal;
    throw cause;
  }
}

/** Everybody's numbers that are told, each once. */
function numbersIn(frames: readonly ServerFrame[]): number[] {
  const found = JSON.stringify(frames).matchAll(/What is (\d+) \* \d+\?/g);
  return [...new Set([...found].map(([, number]) => Number(number)))];
}
