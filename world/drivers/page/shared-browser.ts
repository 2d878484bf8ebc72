import type { Browser } from 'playwright-core';

/**
 * This worker's connection to the run's browser, made for the first page it needs (the client alone takes a quarter
 * of a second to load) and kept for the run.
 */
let connected: Promise<Browser> | undefined;

/** @param endpoint undefined: the run has no browser, because no selected scenario says that it needs one. */
export function sharedBrowser(endpoint: string | undefined): Promise<Browser> {
  if (endpoint === undefined)
    throw new Error('This run has no browser; tag the scenario with @needs:browser.');
  connected ??= connect(endpoint);
  return connected;
}

/** For the end of the run. The browser itself stays; it belongs to all workers. */
export async function letGoOfBrowser(): Promise<void> {
  const browser = await connected?.catch(() => undefined); // Told to whoever wanted a page.
  connected = undefined;
  await browser?.close();
}

async function connect(endpoint: string): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  leaveStacksUnmapped();
  return chromium.connect(endpoint);
}

/**
 * Playwright takes a stack of 50 frames at every call, for traces that nobody records here. Mapping them to TypeScript
 * costs more than the call; errors that are thrown keep theirs.
 */
function leaveStacksUnmapped(): void {
  const errors = Error as { prepareStackTrace?: (error: Error, frames: NodeJS.CallSite[]) => unknown };
  const mapped = errors.prepareStackTrace?.bind(Error);
  if (!mapped) return;
  errors.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === 'captureRawStack'
      ? ['Error', ...frames.map(asText)].join('\n')
      : mapped(error, frames);
}

function asText(frame: NodeJS.CallSite): string {
  const place = `${frame.getFileName() ?? ''}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
  return `    at ${frame.getFunctionName() ?? '<anonymous>'} (${place})`;
}
