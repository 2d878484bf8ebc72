import type { Locator, Page } from 'playwright-core';
import { gaveUp, looking } from '../../../support/assertions';
import { NeverHappened } from '../../../support/eventually';
import { Refused } from '../../refusal';
import { PATIENCE } from '../../service-levels';
import { inTime } from './deadline';
import type { Tab } from './tab';

const MOST_LINES = 14;

/**
 * Colours change by transitions, however short, and a look in between sees new letters on old ground. Waits until none
 * is left, those included that begin while others end.
 */
const AT_REST = `(async () => {
  for (let all = document.getAnimations(); all.length > 0; all = document.getAnimations())
    await Promise.all(all.map(({ finished }) => finished.catch(() => 0)));
})()`;

/** Resolves when nothing on the page moves or changes its colour any more: only then does it look as it will look. */
export async function comesToRest(page: Page): Promise<void> {
  await page.evaluate(AT_REST);
}

/**
 * Waits until the person sees something.
 * @param wanted how the person would name it: `the heading "Check your mail"`.
 * @throws NeverHappened with what the page shows instead.
 */
export async function sees(
  tab: Tab,
  wanted: string,
  target: Locator,
  within: number = PATIENCE.page,
): Promise<void> {
  const startedAt = performance.now();
  try {
    await looking(() => target.first().waitFor({ state: 'visible', timeout: within }));
  } catch (cause) {
    throw await neverSeen(tab, wanted, startedAt, cause);
  }
}

/** Does something to a part of the page. @throws NeverHappened when the part is not there, or cannot be used. */
export async function uses(tab: Tab, wanted: string, act: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  try {
    await act();
  } catch (cause) {
    throw await neverSeen(tab, `${wanted} in a state to be used`, startedAt, cause);
  }
}

/** Waits for a good end or an alert. @throws Refused in the alert's words, with the code of the answer behind it. */
export async function seesOrIsRefused(tab: Tab, wanted: string, good: Locator, doing: string): Promise<void> {
  const alert = tab.page.getByRole('alert').filter({ hasText: /\S/ });
  await sees(tab, `${wanted}, or an alert`, good.or(alert));
  if (await good.first().isVisible()) return;
  const words = (await alert.first().innerText()).replace(/\s+/g, ' ').trim();
  throw new Refused(await tab.watch.refusalBehind(words, `${tab.who} ${doing}`));
}

async function neverSeen(
  { who, page }: Tab,
  wanted: string,
  since: number,
  cause: unknown,
): Promise<unknown> {
  if (!(cause instanceof Error) || cause.name !== 'TimeoutError') return cause;
  const waited = ((performance.now() - since) / 1_000).toFixed(1);
  const lines = [`wanted   ${wanted}`, ...(await shownBy(page))].map((line) => `  ${line}`);
  const message = `${who} never saw ${wanted} (waited ${waited} s).\n${lines.join('\n')}`;
  gaveUp(message);
  return new NeverHappened(message, { cause });
}

/** What a person sees on a page: where it is, its headings, alerts and statuses, and its outline. */
export async function shownBy(page: Page): Promise<string[]> {
  const where = `page     ${page.url()}`;
  try {
    return [where, ...(await inTime('it', partsOf(page), PATIENCE.page))];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    return [`${where}, which cannot be read: ${why ?? ''}`];
  }
}

async function partsOf(page: Page): Promise<string[]> {
  const words = async (role: 'heading' | 'alert' | 'status') => {
    const texts = await page.getByRole(role).allInnerTexts();
    return texts
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '')
      .map((text) => JSON.stringify(text));
  };
  const [headings, alerts, statuses] = await Promise.all([words('heading'), words('alert'), words('status')]);
  const main = page.getByRole('main');
  const what = (await main.count()) > 0 ? main.first() : page.locator('body');
  const outline = (await what.ariaSnapshot()).split('\n').slice(0, MOST_LINES);
  return [
    `headings ${headings.join(', ') || 'none'}`,
    ...(alerts.length > 0 ? [`alerts   ${alerts.join(', ')}`] : []),
    ...(statuses.length > 0 ? [`statuses ${statuses.join(', ')}`] : []),
    ...outline.map((line, index) => `${index === 0 ? 'shows   ' : '        '} ${line}`),
  ];
}
