import type { Page, Request } from 'playwright-core';

/**
 * The documents of one tab, one after the other. What a document asked for may never be heard of again once the next
 * one is there: Chromium lets go of it, and Playwright goes on waiting for its end.
 */
export class Documents {
  private current = 0;
  private readonly askedBy = new WeakMap<Request, number>();
  private waiting: { readonly asker: number; readonly tell: () => void }[] = [];

  constructor(page: Page) {
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.current += 1;
      this.askedBy.set(request, this.current);
    });
    page.on('domcontentloaded', () => this.loaded());
    page.on('close', () => {
      this.current += 1;
      this.loaded();
    });
  }

  /** Resolves when the document that made the request has gone, and the next one is loaded. */
  async gone(request: Request): Promise<void> {
    const asker = this.askedBy.get(request) ?? this.current;
    await new Promise<void>((tell) => this.waiting.push({ asker, tell }));
  }

  private loaded(): void {
    const over = this.waiting.filter(({ asker }) => asker < this.current);
    this.waiting = this.waiting.filter(({ asker }) => asker >= this.current);
    for (const { tell } of over) tell();
  }
}
