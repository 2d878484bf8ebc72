import type { Page, Request, Response } from 'playwright-core';

/**
 * The documents of one tab, one after the other. What a document asked for may never be heard of again once the next
 * one is there: Chromium lets go of it, and Playwright goes on waiting for its end.
 */
export class Documents {
  /** The document that is there, or whose first words have come: what is asked for before those is the one before's. */
  private current = 0;
  /** The newest document that was loaded: those before it are gone. */
  private newest = 0;
  private readonly askedBy = new WeakMap<Request, number>();
  private waiting: { readonly asker: number; readonly tell: () => void }[] = [];

  constructor(private readonly page: Page) {
    page.on('request', (request) => {
      this.askedBy.set(request, this.isForDocument(request) ? this.current + 1 : this.current);
    });
    page.on('response', (response) => {
      if (this.isForDocument(response.request()) && !isElsewhere(response)) this.current += 1;
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
    if (asker < this.newest) return;
    await new Promise<void>((tell) => this.waiting.push({ asker, tell }));
  }

  private isForDocument(request: Request): boolean {
    return request.isNavigationRequest() && request.frame() === this.page.mainFrame();
  }

  private loaded(): void {
    this.newest = this.current;
    const over = this.waiting.filter(({ asker }) => asker < this.newest);
    this.waiting = this.waiting.filter(({ asker }) => asker >= this.newest);
    for (const { tell } of over) tell();
  }
}

/** The document is somewhere else, and asked for there. */
function isElsewhere(response: Response): boolean {
  return response.status() >= 300 && response.status() < 400 && response.status() !== 304;
}
