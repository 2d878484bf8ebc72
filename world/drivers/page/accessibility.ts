import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Barrier } from '../pages';
import { comesToRest } from './sight';
import type { Tab } from './tab';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** What a width does to a page does not depend on its colours: each of both is seen once. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string }[];
}

/** What axe-core finds on the page as it stands, in every look; the page is left as it was. */
export async function barriersOn({ page }: Pick<Tab, 'page'>): Promise<Barrier[]> {
  const size = page.viewportSize();
  const found: Barrier[] = [];
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: size?.height ?? 800 });
    await page.emulateMedia({ colorScheme });
    await comesToRest(page);
    for (const { id, help, nodes } of await violationsOn(page))
      for (const { target, html } of nodes)
        found.push({
          look: `${colorScheme}, ${width} px`,
          rule: `${id}: ${help}`,
          element: `${target.join(' ')} ${html.slice(0, 120)}`,
        });
  }
  if (size) await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Evaluated, not added as a script: what a page's own policy lets it load does not matter here. */
async function violationsOn(page: Page): Promise<Violation[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource());
  const options = { runOnly: RULES, resultTypes: ['violations'] };
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  return violations;
}

let source: string | undefined;

function axeSource(): string {
  source ??= `${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')};0`;
  return source;
}
