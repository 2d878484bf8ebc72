import type { Locator } from 'playwright-core';
import { eventually, NotYet } from '../../../support/eventually';
import { textOf, type ServerFrame } from '../../contract/frames';
import type { Inbox } from '../../inbox';
import { PATIENCE, SERVICE_LEVELS } from '../../service-levels';
import type { Session } from '../auth';
import type {
  ChatDriver,
  ChatMessage,
  ChatScreen,
  Connection,
  Handshake,
  PageTimes,
  ShownFailure,
} from '../chat';
import { stepsSeen, watchChat } from './page-times';
import { press } from './auth-on-pages';
import type { PersonalBrowser } from './personal-browser';
import { sees, uses } from './sight';
import type { Tab } from './tab';
import { ThreadsOnDashboard } from './threads-on-dashboard';

/** Chatting on the dashboard; the socket is the page's own, and is listened to. */
export class ChatOnDashboard implements ChatDriver {
  constructor(private readonly browser: PersonalBrowser) {}

  /** The session is the browser's: whoever logged in there. */
  async connect(_session: Session, { tab: name, following }: Handshake = {}): Promise<Connection> {
    if (name !== undefined) this.browser.use('computer', name);
    const tab = await this.browser.tab();
    if (!tab.path().startsWith('/dashboard')) await tab.goTo('/dashboard');
    const within = following ? SERVICE_LEVELS.reconnected : SERVICE_LEVELS.websocket_connected * 2;
    await saysOfConnection(tab, 'Connected', within);
    const welcomes = tab.inbox.all().filter(({ type }) => type === 'connection_established');
    const welcome = welcomes.at(-1);
    if (!welcome) throw new Error(`${tab.who}'s page says "Connected", but its socket was never welcomed.`);
    return new DashboardChat(tab, welcome);
  }
}

class DashboardChat implements Connection {
  readonly id: string;
  readonly sessionId: string;
  readonly inbox: Inbox;
  readonly screen: ChatScreen;
  readonly threads: ThreadsOnDashboard;

  constructor(
    private readonly tab: Tab,
    { payload }: ServerFrame,
  ) {
    this.id = textOf(payload, 'connection_id');
    this.sessionId = textOf(payload, 'session_id');
    this.inbox = tab.inbox;
    this.threads = new ThreadsOnDashboard(tab);
    this.screen = new DashboardScreen(tab, this.threads);
  }

  async say({ content }: ChatMessage): Promise<string> {
    const box = this.tab.page.getByRole('textbox', { name: 'Message' });
    await uses(this.tab, 'the box "Message"', () => box.fill(content));
    return send(this.tab, content);
  }

  /** The button of the newest answer: a person sees no other. */
  async retry(): Promise<void> {
    const again = this.tab.page.getByRole('button', { name: 'Try again' }).last();
    await uses(this.tab, 'the button "Try again"', () => again.click());
  }

  async stop(): Promise<void> {
    const stop = this.tab.page.getByRole('button', { name: 'Stop', exact: true });
    await uses(this.tab, 'the button "Stop"', () => stop.click());
  }

  async fence(): Promise<void> {
    if (!this.tab.page.isClosed()) {
      await this.tab.page.evaluate('0');
      await this.tab.watch.sockets.answered();
    }
    await this.tab.watch.caughtUp();
  }

  /** Nothing to do: the socket ends with its page, which the person's browser closes. */
  async close(): Promise<void> {
    return Promise.resolve();
  }
}

class DashboardScreen implements ChatScreen {
  constructor(
    private readonly tab: Tab,
    private readonly threads: ThreadsOnDashboard,
  ) {}

  async types(words: string): Promise<void> {
    const { page } = this.tab;
    const box = page.getByRole('textbox', { name: 'Message' });
    await uses(this.tab, 'the box "Message"', () => box.fill(words));
    await press(this.tab, 'Send');
  }

  async saysOfConnection(words: string, within: number): Promise<void> {
    await saysOfConnection(this.tab, words, within);
  }

  async transcript(): Promise<readonly string[]> {
    const articles = await this.articles(/^(You|Assistant)$/).all();
    return Promise.all(
      articles.map(async (article) => {
        const [who, words] = [await article.getAttribute('aria-label'), await wordsOf(article)];
        return `${who ?? 'Nobody'}: ${words}`;
      }),
    );
  }

  async showsAsSending(words: string): Promise<void> {
    const mine = this.articles('You')
      .filter({ hasText: words })
      .filter({ hasText: /Sending/ });
    await sees(this.tab, `"${words}" marked as "Sending"`, mine);
  }

  async showsAsSent(words: string): Promise<void> {
    const mine = this.articles('You').filter({ hasText: words }).filter({ hasText: /Sent/ });
    await sees(this.tab, `"${words}" marked as "Sent"`, mine);
  }

  async turnTo(title: string): Promise<void> {
    await this.threads.turnTo(title);
  }

  async showsAtWork(agents: readonly string[]): Promise<void> {
    for (const agent of agents) await this.showsAgent(agent);
  }

  async answer(told: string): Promise<string> {
    const whole = this.tab.page.locator(':not([aria-busy="true"])');
    const newest = this.articles('Assistant').last();
    await sees(this.tab, 'the whole answer', newest.and(whole), PATIENCE.answer);
    const look = async () => {
      const words = await wordsOf(newest);
      if (words !== onOneLine(told)) throw new NotYet(`"${words}"`);
      return words;
    };
    return eventually(`${this.tab.who}'s page never showed "${told}" as its newest answer`, look, {
      within: PATIENCE.page,
    });
  }

  async suggestions(): Promise<readonly string[]> {
    const proposed = this.tab.page.getByRole('log', { name: 'Conversation' }).getByRole('button');
    await sees(this.tab, 'a proposed question', proposed);
    return proposed.allInnerTexts();
  }

  async takeUp(suggestion: string): Promise<string> {
    const log = this.tab.page.getByRole('log', { name: 'Conversation' });
    const button = log.getByRole('button', { name: suggestion });
    await uses(this.tab, `the proposed question "${suggestion}"`, () => button.click());
    return send(this.tab, suggestion);
  }

  async titles(): Promise<readonly string[]> {
    const threads = this.tab.page.getByRole('navigation', { name: 'Threads' }).getByRole('link');
    await sees(this.tab, 'a conversation on the list', threads);
    return (await threads.allInnerTexts()).map(onOneLine);
  }

  async failure(): Promise<ShownFailure> {
    const alert = this.tab.page.getByRole('log', { name: 'Conversation' }).getByRole('alert').last();
    await sees(this.tab, 'an alert about the answer', alert, PATIENCE.answer);
    const [message = '', reference = ''] = await alert.getByRole('paragraph').allInnerTexts();
    const offersRetry = await alert.getByRole('button', { name: 'Try again' }).isEnabled();
    return {
      message: onOneLine(message),
      reference: reference.replace('Reference:', '').trim(),
      offersRetry,
    };
  }

  async elementsOfWords(): Promise<readonly string[]> {
    const texts = this.tab.page.getByRole('log', { name: 'Conversation' }).locator('article .text *');
    const names = await texts.evaluateAll((elements: { tagName: string }[]) =>
      elements.map((one) => one.tagName),
    );
    return [...new Set(names)].sort();
  }

  async watch(): Promise<void> {
    await watchChat(this.tab.page);
  }

  async seen(frames: readonly ServerFrame[]): Promise<PageTimes> {
    return { steps: await stepsSeen(this.tab.page, frames) };
  }

  async unfinishedAnswer(words: string): Promise<string> {
    const unfinished = this.articles('Assistant').and(this.tab.page.locator('[aria-busy="true"]'));
    await sees(
      this.tab,
      `"${words}" in an answer that goes on`,
      unfinished.filter({ hasText: words }),
      PATIENCE.answer,
    );
    return wordsOf(unfinished);
  }

  private async showsAgent(agent: string): Promise<void> {
    const region = this.tab.page.getByRole('region', { name: 'Agents at work' });
    const item = region.getByRole('listitem').filter({ hasText: new RegExp(`^\\s*${agent}\\b`) });
    await sees(this.tab, `the ${agent} agent among the agents at work`, item);
  }

  private articles(name: 'You' | 'Assistant' | RegExp): Locator {
    return this.tab.page
      .getByRole('log', { name: 'Conversation' })
      .getByRole('article', { name, exact: true });
  }
}

async function saysOfConnection(tab: Tab, words: string, within: number): Promise<void> {
  const status = tab.page
    .getByRole('status', { name: 'Connection' })
    .filter({ hasText: new RegExp(`^${words}$`) });
  await sees(tab, `the status "${words}"`, status, within);
}

/** What was said, without when. */
async function wordsOf(article: Locator): Promise<string> {
  const [text, times] = await Promise.all([article.innerText(), article.locator('time').allInnerTexts()]);
  const words = onOneLine(text);
  const time = onOneLine(times.at(-1) ?? '');
  return time === '' ? words : words.slice(0, words.lastIndexOf(time)).trim();
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** @returns the idempotency key with which the page sent what stands in the box. */
async function send(tab: Tab, content: string): Promise<string> {
  const { page, watch, who } = tab;
  const before = watch.sockets.sent.length;
  const button = page.getByRole('button', { name: 'Send', exact: true });
  await uses(tab, 'the button "Send"', () => button.click());
  const look = () => {
    const keys = watch.sockets.sent.slice(before).map((frame) => keyOf(frame, content));
    const key = keys.find((one) => one !== undefined);
    if (key === undefined) throw new NotYet(`${keys.length} other frames`);
    return key;
  };
  return eventually(`${who}'s page never sent "${content}"`, look, { within: PATIENCE.reply });
}

function keyOf(frame: unknown, content: string): string | undefined {
  const { type, payload } = frame as { type?: unknown; payload?: Record<string, unknown> };
  if (type !== 'chat_message' || payload?.['content'] !== content) return undefined;
  return textOf(payload, 'client_message_id');
}
