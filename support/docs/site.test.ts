import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Recorder } from '../../reports/recorder';
import { runFileSchema } from '../../reports/run/run-file';
import { documentedRun } from '../../reports/test-support/documented-run';
import { proofOf, REAL } from '../../reports/test-support/results';
import { barriersOn } from '../../world/drivers/page/accessibility';
import { BrowserHost } from '../browser/browser-host';

const folder = mkdtempSync(join(tmpdir(), 'documentation-'));
const results = join(folder, 'results');
let host: BrowserHost;
let browser: Browser;

before(async () => {
  host = new BrowserHost(join(folder, 'browser'));
  const recorder = new Recorder({
    directory: results,
    catalogue: REAL,
    proof: proofOf('U5.1', 'U5.2'),
    runFile: () =>
      runFileSchema.parse({ target: 'local', commit: 'c0ffee', started_at: '2027-01-15T08:00:00Z' }),
    write: () => undefined,
    stream: {},
    env: {},
    documents: true,
    now: () => Date.parse('2027-01-15T08:01:00Z'),
  });
  for (const envelope of documentedRun()) recorder.take(envelope);
  await recorder.close();
  // It stands by itself: away from the results, nothing is missing.
  cpSync(join(results, 'living-documentation'), join(folder, 'elsewhere', 'documentation'), {
    recursive: true,
  });
  cpSync(join(results, 'living-documentation.html'), join(folder, 'elsewhere', 'one.html'));
  rmSync(results, { recursive: true });
  browser = await chromium.connect(await host.ready());
});

after(async () => {
  await browser.close();
  await host.stop();
  rmSync(folder, { recursive: true });
});

const WAYS = { folder: join('documentation', 'index.html'), 'one file': 'one.html' } as const;
const data = () => readdirSync(join(folder, 'elsewhere', 'documentation', 'data'));

/** The id of the page whose file begins so. */
function scenario(beginning: string): string {
  const file = data().find((name) => name.startsWith(`scenario-${beginning}`));
  assert.ok(file, `${beginning} is among ${data().join(', ')}`);
  return file.slice('scenario-'.length, -'.js'.length);
}

const PAGES = (): string[] => [
  ...[
    '#/',
    '#/journeys',
    '#/journey/many-tabs',
    '#/journey/token-lifecycle',
    '#/demands',
    '#/levels',
    '#/proof',
  ],
  ...['#/history', '#/glossary', '#/search?q=ada', '#/nowhere'],
  ...['a-third-tab', 'the-link-is-old', 'script-script'].map((name) => `#/scenario/${scenario(name)}`),
];

interface Opened {
  page: Page;
  /** What the browser complained of. */
  complaints: string[];
}

async function open(way: keyof typeof WAYS, hash = '#/', locale = 'en-US'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale });
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(request.url()));
  await page.goto(`${pathToFileURL(join(folder, 'elsewhere', WAYS[way])).href}${hash}`);
  await page.locator('#app:not(:has(.waiting)) h1').waitFor();
  return { page, complaints };
}

async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.locator('h1').waitFor();
  // The details of a page arrive after it; the last part of each is its heading or its footer.
  await page.waitForLoadState('networkidle');
}

describe('the living documentation in a browser, from the disk', () => {
  it('can be used by everybody on every page: WCAG 2.2 AA, wide and narrow, light and dark', async () => {
    const { page } = await open('folder');
    const found: string[] = [];
    for (const hash of PAGES()) {
      await goTo(page, hash);
      await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
      found.push(
        ...(await barriersOn({ page })).map(
          ({ look, rule, element }) => `${hash} ${look} ${rule} ${element}`,
        ),
      );
    }
    assert.deepEqual(found, []);
    await page.close();
  });

  for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[])
    it(`takes names, evidence and logs for words and nothing else, as ${way}`, async () => {
      const { page, complaints } = await open(way);
      for (const hash of PAGES()) {
        await goTo(page, hash);
        assert.equal(await page.evaluate('window.harmed'), undefined, hash);
        assert.equal(await page.locator('main script, main img[src="x"], main iframe').count(), 0, hash);
      }
      await goTo(page, `#/scenario/${scenario('script-script')}`);
      assert.match((await page.locator('h1').textContent()) ?? '', /<\/script><script>window\.harmed=1/);
      await goTo(page, '#/search?q=' + encodeURIComponent('"><img src=x onerror=window.harmed=1>'));
      assert.equal(await page.evaluate('window.harmed'), undefined);
      assert.deepEqual(complaints, []);
      await page.close();
    });

  it('lets no script of somebody else run, even if it came into the page', async () => {
    const { page, complaints } = await open('folder');
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.harmed=1">')`,
    );
    await page.waitForEvent('console', {
      predicate: (message) => message.text().includes('Content Security Policy'),
    });
    assert.equal(await page.evaluate('window.harmed'), undefined);
    assert.ok(complaints.length > 0);
    await page.close();
  });

  it('answers the five questions of a product owner with one click each', async () => {
    const { page } = await open('folder');
    const answers: Record<string, RegExp> = {
      'What is at risk now?':
        /A new user reaches the first answer.*“The link is old” failed: Ada was never told/s,
      'What does it cost?': /\$100,000/,
      'What changed?': /No earlier run of this target is known/,
      'What is not covered?': /no scenario/,
      'Why should I believe it?': /faults? noticed/,
    };
    for (const [question, answer] of Object.entries(answers)) {
      await goTo(page, '#/');
      await page.getByRole('link', { name: question }).click();
      await page.getByRole('link', { name: question }).waitFor({ state: 'detached' });
      assert.match(await page.locator('main').innerText(), answer, question);
    }
    await page.close();
  });

  it('shows a failure with its cause first, and a pass with what travelled', async () => {
    const { page } = await open('folder', `#/scenario/${scenario('the-link-is-old')}`);
    const cause = page.getByRole('region', { name: 'Why it did not pass' });
    assert.match(
      await cause.innerText(),
      /Ada was never told\..*wanted {3}it has expired.*ERROR no such link/s,
    );
    const isFirst = await page.locator('main section').first().getAttribute('class');
    assert.equal(isFirst, 'cause');
    await goTo(page, `#/scenario/${scenario('what-is-asked-in-one-tab-is-answered-in-both-on')}`);
    const diagram = page.getByRole('img', { name: 'Sequence diagram of this scenario' });
    await diagram.waitFor();
    const lanes = await diagram.locator('.lane-name').allTextContents();
    assert.deepEqual(lanes, [
      'Ada',
      "Ada's browser",
      'the suite',
      'auth',
      'backend',
      'agents',
      'backend-database',
      'mail (stand-in)',
    ]);
    await page.getByText('The same as a list').click();
    const list = await page.locator('details[open] ol').innerText();
    assert.match(list, /agents to Ada's browser: partial_result \(2 times\)/);
    assert.match(list, /auth to backend: user\.registered, told by their logs/);
    assert.match(list, /mail to Ada: Confirm your address/);
    await page.close();
  });

  it('is searched by words and tags, from the keyboard, and the address tells what was looked for', async () => {
    const { page } = await open('folder');
    await page.keyboard.press('/');
    await page.keyboard.type('third tab');
    await page.getByText('1 scenario with “third tab”').waitFor();
    assert.match(page.url(), /#\/search\?q=third\+tab$/);
    await page.getByLabel('Search scenarios').fill('@req:U5');
    await page.getByText('3 scenarios with “@req:U5”').waitFor();
    await page.getByLabel('Outcome').selectOption('unverified');
    await page.getByText('0 scenarios').waitFor();
    await page.close();
  });

  it('writes dates and money as its reader does', async () => {
    const { page } = await open('folder', '#/', 'de-DE');
    assert.match(await page.locator('h1').innerText(), /100\.000\s\$/);
    assert.equal(await page.locator('time').first().innerText(), '15.01.2027, 08:00');
    await page.close();
  });

  it('prints as a document: without what only a screen can do, on pages', async () => {
    const { page } = await open('folder');
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
    await page.emulateMedia({ media: 'print' });
    // What is left of A4 between its margins, at 96 points an inch.
    await page.setViewportSize({ width: 688, height: 1000 });
    assert.equal(await page.getByRole('navigation').isVisible(), false);
    assert.equal(await page.locator('h1').isVisible(), true);
    for (const hash of ['#/', '#/journey/many-tabs', '#/demands', '#/levels']) {
      await goTo(page, hash);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 688, `${hash} fits`);
    }
    await page.close();
  });

  it('says what the one file leaves out, and has the rest', async () => {
    const { page } = await open('one file', `#/scenario/${scenario('a-third-tab')}`);
    await page.getByText('pictures and what is long are in the documentation as a folder').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await page.close();
  });
});
