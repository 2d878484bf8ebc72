import type { Page } from 'playwright-core';
import { Inbox } from '../../inbox';
import { PATIENCE } from '../../service-levels';
import { PageWatch, type WatchSurroundings } from './page-watch';

export type TabSurroundings = WatchSurroundings;

/** One tab, and everything that its pages did. */
export class Tab {
  private constructor(
    /** For pictures and messages: "computer first". */
    readonly name: string,
    readonly who: string,
    readonly page: Page,
    readonly watch: PageWatch,
    /** What its chat sockets received, one after the other. */
    readonly inbox: Inbox,
  ) {}

  static async open(name: string, page: Page, around: TabSurroundings): Promise<Tab> {
    const inbox = new Inbox(around.who);
    const watch = await PageWatch.of(page, inbox, around);
    page.setDefaultTimeout(PATIENCE.page);
    return new Tab(name, around.who, page, watch, inbox);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(path, { timeout: PATIENCE.page, waitUntil: 'domcontentloaded' });
  }

  path(): string {
    return URL.canParse(this.page.url()) ? new URL(this.page.url()).pathname : this.page.url();
  }

  /** undefined for a page that crashed or hangs: the scenario has told why by then. */
  async picture(): Promise<Buffer | undefined> {
    const options = { type: 'png', animations: 'disabled', timeout: PATIENCE.page } as const;
    return this.page.screenshot(options).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.watch.caughtUp();
    this.watch.leave();
    await this.page.close();
  }
}
