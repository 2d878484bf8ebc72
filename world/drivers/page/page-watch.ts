import type { ConsoleMessage, Page, Request, Response } from 'playwright-core';
import type { Inbox } from '../../inbox';
import { isNotYet, refusalInBody, type Refusal, type RefusalBook } from '../../refusal';
import { PATIENCE } from '../../service-levels';
import type { FrameSurroundings } from '../frame-log';
import { answerOf, peerOf, type Answer } from './answers';
import { inTime } from './deadline';
import { Documents } from './documents';
import { SocketWatch } from './socket-watch';

export interface WatchSurroundings extends FrameSurroundings {
  /** Where everything ends up that a page did not like, or was not given. */
  readonly refusals: RefusalBook;
  /** The platform's own address; pages of others are no part of it. */
  readonly origin?: string;
}

/** Chromium says once more in the console what the request itself told already. */
const TWICE_TOLD = /^Failed to load resource: /;
/** A socket that could not be opened is told nowhere else. */
const SOCKET_FAILED = /^WebSocket connection to \S+ failed/;
/** What was on its way when its page went. */
const GONE = 'net::ERR_ABORTED';

/**
 * Sees everything that the pages of one tab do. What a person would never see, but would suffer from, is a refusal:
 * errors and warnings in the console, requests that failed or were answered with 400 and more, lost sockets.
 */
export class PageWatch {
  /** What was asked and answered, in the order of the answers. */
  readonly answers: Answer[] = [];
  readonly sockets: SocketWatch;
  private readonly documents: Documents;
  private readonly underWay = new Set<Promise<void>>();
  private isLeaving = false;
  private readonly askedFor = new Set<string>();

  private constructor(
    private readonly page: Page,
    inbox: Inbox,
    private readonly around: WatchSurroundings,
  ) {
    this.documents = new Documents(page);
    this.sockets = new SocketWatch(inbox, around, (refusal) => this.refused(refusal));
  }

  static async of(page: Page, inbox: Inbox, around: WatchSurroundings): Promise<PageWatch> {
    const watch = new PageWatch(page, inbox, around);
    page.on('console', (message) => watch.said(message));
    page.on('pageerror', ({ message }) => watch.complain('page_error', message));
    page.on('crash', () => watch.complain('page_crashed', 'The page crashed.'));
    page.on('requestfailed', (request) => watch.failed(request));
    page.on('response', (response) => {
      if (!isPartOfPage(response)) watch.follow(watch.answered(response));
    });
    await watch.sockets.attachTo(page);
    return watch;
  }

  /** Resolves when everything that was answered so far has been read. @throws when an answer never comes to its end. */
  async caughtUp(): Promise<void> {
    await inTime(`An answer to ${this.around.who}'s page`, this.allRead(), PATIENCE.response);
  }

  /** From now on nothing counts: the page is about to be closed. */
  leave(): void {
    this.isLeaving = true;
  }

  /** The newest answer to such a call. @throws when there was none. */
  async answerTo(method: string, path: string): Promise<Answer> {
    await this.caughtUp();
    const found = this.answers.findLast((answer) => answer.method === method && answer.path === path);
    if (found) return found;
    const calls = this.answers.map((answer) => `${answer.method} ${answer.path}`).join(', ');
    throw new Error(`${this.around.who}'s page never called ${method} ${path}, only ${calls || 'nobody'}.`);
  }

  /** From now on refusals with these codes are what the person asked for: whoever logs out loses the socket. */
  asksFor(codes: readonly string[]): void {
    for (const code of codes) this.askedFor.add(code);
  }

  /**
   * Takes the refusal out of the book that made the page show these words, so that it is told in them: in the service's
   * own sentence where the page repeats it, whatever else the page adds.
   * A page that complains without having been refused has its own reasons: code `page`, status 0.
   */
  async refusalBehind(words: string, during: string): Promise<Refusal> {
    await this.caughtUp();
    const behind = this.around.refusals.withdraw(({ status }) => status >= 400 && status < 600);
    const detail = behind && words.includes(behind.detail) ? behind.detail : words;
    return { ...(behind ?? { code: 'page', status: 0 }), detail, during };
  }

  /** What the person is doing, for messages: "Ada is on /log-in". */
  private during(): string {
    const url = this.page.url();
    return `${this.around.who} is on ${URL.canParse(url) ? new URL(url).pathname : url}`;
  }

  private said(message: ConsoleMessage): void {
    const [type, text] = [message.type(), message.text()];
    if ((type !== 'error' && type !== 'warning') || TWICE_TOLD.test(text)) return;
    this.complain(SOCKET_FAILED.test(text) ? 'socket_failed' : `console_${type}`, text);
  }

  private failed(request: Request): void {
    const why = request.failure()?.errorText ?? 'no reason given';
    const { pathname, origin } = new URL(request.url());
    if (why === GONE) return;
    const what = `${request.method()} ${pathname} -> no answer: ${why}`;
    const { who, evidence } = this.around;
    evidence.exchange({ actor: who, peer: this.peer(pathname, origin), kind: 'http', what });
    this.complain('no_answer', what);
  }

  private complain(code: string, detail: string): void {
    this.refused({ code, status: 0, detail, during: this.during() });
  }

  private refused(refusal: Refusal): void {
    if (!this.isLeaving && !this.askedFor.has(refusal.code)) this.around.refusals.add(refusal);
  }

  private async answered(response: Response): Promise<void> {
    const during = this.during();
    const answer = await answerOf(response, this.documents.gone(response.request()));
    if (!answer) return;
    this.answers.push(answer);
    const { method, path, origin, status, sent, received, duration_ms } = answer;
    const { who, evidence } = this.around;
    evidence.exchange({
      ...{ actor: who, peer: this.peer(path, origin), kind: 'http', what: `${method} ${path} -> ${status}` },
      ...{ sent, received, duration_ms },
    });
    // How the platform is, it may say with a 503: nobody was refused anything by that.
    if (status < 400 || path === HEALTH) return;
    const refusal = refusalInBody(received, status, during);
    if (!isNotYet(refusal)) this.refused(refusal);
  }

  private peer(path: string, origin: string): string {
    const own = this.around.origin;
    return peerOf(path, own !== undefined && own !== origin);
  }

  private async allRead(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private follow(reading: Promise<void>): void {
    this.underWay.add(reading);
    void reading.finally(() => this.underWay.delete(reading));
  }
}

/** Where pages ask how the platform is. */
const HEALTH = '/health/ready';

const PARTS_OF_PAGES = new Set(['script', 'stylesheet', 'font', 'image']);

/** Scripts, styles, fonts and pictures that came are no evidence of anything; one that did not come is. */
function isPartOfPage(response: Response): boolean {
  return PARTS_OF_PAGES.has(response.request().resourceType()) && response.status() < 400;
}
