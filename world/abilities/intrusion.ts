import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor';
import { beside, FRAME_TRIALS, RECIPES_OF_CALLS, type Belongings, type Recipe } from '../contract/intrusions';
import { textOf, type ServerFrame } from '../contract/frames';
import { published } from '../contract/published';
import type { PersonalDrivers } from '../drivers';
import { nameOf, type PublishedCall, type Trial } from '../drivers/published-calls';
import { PATIENCE } from '../service-levels';
import { marksOf, namesSomebodys, trialWith } from './belongings';

/** One try at somebody else's things, and what came of it. */
export interface Try {
  readonly what: string;
  /** What it must come to where the contract leaves no choice. */
  readonly expected: string | undefined;
  readonly came: string;
  /** What of the other person's the answer gave away. */
  readonly gaveAway: readonly string[];
}

/** Trying at somebody else's things with a login of one's own, in every way that the platform offers. */
export class IntrusionAbility {
  private readonly made: Try[] = [];
  private untried: readonly string[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Every call that the services publish, but for those that end one's own account. */
  async tryEveryCall(victim: Actor): Promise<void> {
    const calls = await this.drivers.publishedCalls.all();
    this.noteUntried(calls.map(nameOf), Object.keys(RECIPES_OF_CALLS));
    const of = await victim.belongings.all();
    const harmless = calls.filter((call) => recipeOf(call).ends === undefined);
    for (const call of harmless) await this.tryCall(call, of);
    await this.tryInOwn(harmless, of);
    for (const call of calls.filter((one) => recipeOf(one).ends === 'the login')) {
      await this.tryCall(call, of);
      await this.actor.account.logIn();
    }
  }

  /** Deletes one's own account in the way of that service, with somebody else's ids beside it. */
  async tryEndingAccount(service: PublishedCall['service'], victim: Actor): Promise<void> {
    const of = await victim.belongings.all();
    const calls = await this.drivers.publishedCalls.all();
    const ending = calls.filter((one) => one.service === service && recipeOf(one).ends === 'the account');
    for (const call of ending) await this.tryCall(call, of);
    this.actor.account.hasBeenDeleted();
  }

  /** A frame of every type that the contract knows, in the chat that is open. */
  async tryEveryFrame(victim: Actor): Promise<void> {
    this.noteUntried(
      Object.keys(published.client),
      FRAME_TRIALS.map(({ type }) => type),
    );
    const of = await victim.belongings.all();
    victim.belongings.keepStill();
    for (const { type, answer, thread, payload } of FRAME_TRIALS) {
      const id = randomUUID();
      const frame = { type, id, payload: payload(of), ...(thread ? { thread_id: thread(of) } : {}) };
      const came = await this.answerTo(JSON.stringify(frame), answer, id);
      const word = came.type === 'error' ? textOf(came.payload, 'code') : came.type;
      this.note(`${type} frame`, answer, word, JSON.stringify(came), of);
    }
  }

  /** In the order in which they were made. @throws where there were none */
  tries(): readonly Try[] {
    if (this.made.length === 0) throw new Error(`${this.actor.name} has tried nothing.`);
    return this.made;
  }

  /** What the platform offers and nobody knows how to try, or the other way round. */
  leftOut(): readonly string[] {
    return this.untried;
  }

  private noteUntried(offered: readonly string[], known: readonly string[]): void {
    this.untried = [
      ...offered.filter((one) => !known.includes(one)).map((one) => `${one}: nobody knows what to try there`),
      ...known
        .filter((one) => !offered.includes(one))
        .map((one) => `${one}: the platform does not publish it`),
    ];
  }

  /** As it is, and once more with ids in the body that do not belong there. */
  private async tryCall(call: PublishedCall, of: Belongings): Promise<void> {
    const { headers = {}, body } = recipeOf(call);
    const trial = trialWith(call.path, of);
    const sent = { ...trial, headers: { ...headers, ...trial.headers } };
    if (call.method !== 'GET' && recipeOf(call).ends === undefined)
      await this.make(call, { ...sent, body: { ...body?.(of), ...beside.body(of) } }, of);
    await this.make(call, body ? { ...sent, body: body(of) } : sent, of);
  }

  /** Somebody else's ids beside a conversation of one's own: what is searched must be one's own as well. */
  private async tryInOwn(calls: readonly PublishedCall[], of: Belongings): Promise<void> {
    const { account, archive } = this.actor;
    await archive.haveHistory(2, 1);
    const [own] = await this.drivers.backend.threads(account.session());
    if (!own) throw new Error(`${this.actor.name} has no conversation.`);
    for (const call of calls.filter(({ method, path }) => method === 'GET' && path.includes('threads/{'))) {
      const trial = { ...trialWith(call.path, of), path: { id: own.id } };
      await this.make(call, trial, of, 'in an own conversation');
    }
  }

  private async make(call: PublishedCall, trial: Trial, of: Belongings, where?: string): Promise<void> {
    const { status, text } = await this.drivers.publishedCalls.make(
      call,
      trial,
      this.actor.account.session(),
    );
    const isTheirs = where === undefined && namesSomebodys(call.path);
    const what = where === undefined ? nameOf(call) : `${nameOf(call)} ${where}`;
    // A body that is not as agreed may be refused before it is looked whose thing it is about.
    const expected = !isTheirs ? undefined : status === 422 && trial.body ? '422' : '404';
    this.note(what, expected, String(status), text, of);
  }

  private note(what: string, expected: string | undefined, came: string, text: string, of: Belongings): void {
    const gaveAway = marksOf(of).filter(([, mark]) => text.includes(mark));
    this.made.push({ what, expected, came, gaveAway: gaveAway.map(([name]) => name) });
  }

  /** The event that answers, or the error that names the frame. */
  private async answerTo(text: string, answer: string, id: string): Promise<ServerFrame> {
    const { chat, refusals, name } = this.actor;
    const mark = chat.mark();
    chat.transmit(text);
    const answers = ({ type, payload }: ServerFrame) =>
      type === answer || (type === 'error' && payload['in_reply_to'] === id);
    const came = await chat.after(mark).find(`an answer to ${text.slice(0, 60)}`, answers, PATIENCE.reply);
    if (came.type === 'error') refusals.claim(name);
    return came;
  }
}

function recipeOf(call: PublishedCall): Recipe {
  return RECIPES_OF_CALLS[nameOf(call)] ?? {};
}
