import type { Locator } from 'playwright-core';
import { PATIENCE } from '../../service-levels';
import { textOf } from '../../contract/frames';
import { threadCalled, type ThreadList } from '../threads';
import { fill, press } from './auth-on-pages';
import { sees, uses } from './sight';
import type { Tab } from './tab';

/** What "New thread" makes is called so until it is renamed. */
const UNTITLED = 'New chat';

/** The list of conversations on the dashboard, and the dialogs that it opens. */
export class ThreadsOnDashboard implements ThreadList {
  constructor(private readonly tab: Tab) {}

  async begin(title: string): Promise<string> {
    const { tab } = this;
    const mark = tab.inbox.mark();
    await press(tab, 'New thread');
    const told = await tab.inbox
      .after(mark)
      .find('thread_created', ({ type }) => type === 'thread_created', PATIENCE.reply);
    await this.rename(UNTITLED, title);
    await sees(tab, `the conversation "${title}"`, this.link(title));
    return textOf(told.payload, 'thread_id');
  }

  async rename(title: string, to: string): Promise<void> {
    await press(this.tab, `Rename ${title}`);
    await fill(this.tab, 'Title', to);
    await press(this.tab, 'Save title');
  }

  async remove(title: string): Promise<void> {
    await press(this.tab, `Delete ${title}`);
    await press(this.tab, 'Delete thread');
  }

  async titles(): Promise<readonly string[]> {
    const titles = await this.list().getByRole('link').allInnerTexts();
    return titles.map((title) => title.trim());
  }

  /** Turns to the conversation of that title; it is before the person's eyes then. */
  async turnTo(title: string): Promise<void> {
    await uses(this.tab, `the thread "${title}"`, () => this.link(title).click());
  }

  /** @throws when this tab was never told of it. */
  idOf(title: string): string {
    return threadCalled(title, this.tab.inbox);
  }

  private link(title: string): Locator {
    return this.list().getByRole('link', { name: title, exact: true });
  }

  private list(): Locator {
    return this.tab.page.getByRole('navigation', { name: 'Threads' });
  }
}
