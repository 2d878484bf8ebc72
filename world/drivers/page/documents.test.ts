import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import type { Page, Request } from 'playwright-core';
import { Documents } from './documents';

/** A tab that tells, in this order, what Chromium tells of it. */
class FakePage extends EventEmitter {
  private readonly frame = {};
  mainFrame = () => this.frame;

  asks(isNavigationRequest = false): Request {
    const request = { isNavigationRequest: () => isNavigationRequest, frame: () => this.frame };
    this.emit('request', request);
    return request as unknown as Request;
  }

  isAnswered(request: Request, status = 200): void {
    this.emit('response', { request: () => request, status: () => status });
  }

  /** The next document, to its end. */
  goesOn(): void {
    this.isAnswered(this.asks(true));
    this.emit('domcontentloaded');
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function isGone(documents: Documents, request: Request): Promise<boolean> {
  let isOver = false;
  void documents.gone(request).then(() => (isOver = true));
  await settled();
  return isOver;
}

describe('the documents of a tab', () => {
  function opened() {
    const page = new FakePage();
    const documents = new Documents(page as unknown as Page);
    page.goesOn();
    return { page, documents };
  }

  it('are there until the next one is loaded', async () => {
    const { page, documents } = opened();
    const request = page.asks();
    assert.equal(await isGone(documents, request), false);
    const next = page.asks(true);
    page.isAnswered(next, 302);
    assert.equal(await isGone(documents, request), false);
    page.goesOn();
    assert.equal(await isGone(documents, request), true);
  });

  it('are gone for whoever hears of an answer only afterwards', async () => {
    const { page, documents } = opened();
    const request = page.asks();
    page.goesOn();
    assert.equal(await isGone(documents, request), true);
    assert.equal(await isGone(documents, page.asks()), false, 'and the new one is there');
  });

  it('ask for things until the first words of the next one come', async () => {
    const { page, documents } = opened();
    const next = page.asks(true);
    const late = page.asks();
    page.isAnswered(next);
    const early = page.asks();
    page.emit('domcontentloaded');
    assert.equal(await isGone(documents, late), true);
    assert.equal(await isGone(documents, early), false);
  });

  it('are all gone when the tab is closed', async () => {
    const { page, documents } = opened();
    const request = page.asks();
    page.emit('close');
    assert.equal(await isGone(documents, request), true);
  });
});
