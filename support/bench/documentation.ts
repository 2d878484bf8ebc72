import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { EXCHANGES_MEDIA_TYPE } from '../../reports/run/facts';
import { siteBuild } from '../../reports/documentation/write/site-build';
import { stream } from '../../reports/test-support/stream';
import { loadCatalogue } from '../../requirements/catalogue';
import { BrowserHost } from '../browser/browser-host';
import { samplesOf } from './timing';

const SCENARIOS = 2_000;
const EVIDENCE = 20 * 1024;
const MOST = { build_ms: 10_000, memory_mb: 500, paint_ms: 1_000, search_ms: 100 };
const SUPPORT = resolve(__dirname, '..');

interface Figure {
  what: string;
  is: number;
  most: number;
  unit: string;
}

/** The documentation of a run of 2,000 scenarios with 20 KB of evidence each: its build, its first sight, its search. */
export async function documentation(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-documentation-'));
  try {
    const messages = join(folder, 'messages.ndjson');
    await generate(messages);
    siteBuild(); // Once a machine, and not the run's own work.
    const built = await build(messages, join(folder, 'results'));
    const seen = await look(join(folder, 'results', 'living-documentation', 'index.html'), folder);
    const figures: Figure[] = [
      { what: 'results and documentation made', is: built.ms, most: MOST.build_ms, unit: 'ms' },
      { what: 'memory for that, at most', is: built.memory_mb, most: MOST.memory_mb, unit: 'MB' },
      { what: 'first paint', is: seen.paint_ms, most: MOST.paint_ms, unit: 'ms' },
      { what: 'overview there', is: seen.there_ms, most: MOST.paint_ms, unit: 'ms' },
      { what: 'a search, median of ten', is: seen.search_ms, most: MOST.search_ms, unit: 'ms' },
    ];
    process.stdout.write(
      `documentation of ${SCENARIOS} scenarios with ${EVIDENCE / 1024} KB of evidence each\n`,
    );
    for (const { what, is, most, unit } of figures)
      process.stdout.write(
        `  ${is < most ? 'holds' : 'BROKEN'}  ${what}: ${Math.round(is)} ${unit}, at most ${most} ${unit}\n`,
      );
    return figures.every(({ is, most }) => is < most);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As a run would tell them, over the journeys of the catalogue. */
async function generate(file: string): Promise<void> {
  const journeys = [...loadCatalogue().journeys.keys()];
  const names = Array.from({ length: SCENARIOS }, (_, index) => `Scenario ${index} of people who chat`);
  const features = Object.fromEntries(
    journeys.map((journey, index) => [
      `features/generated/${journey}.feature`,
      `@journey:${journey}\nFeature: All about ${journey}\n${names
        .filter((_, n) => n % journeys.length === index)
        .map(
          (name) =>
            `  Scenario: ${name}\n    Given Ada is there\n    When she says "${name}"\n    Then she is heard\n`,
        )
        .join('')}`,
    ]),
  );
  const exchanges = JSON.stringify(
    Array.from({ length: 20 }, (_, index) => ({
      ...{ at: 1_800_000_000_000 + index, actor: 'Ada', peer: index % 2 ? 'auth' : 'backend', kind: 'http' },
      ...{
        real: true,
        what: `POST /api/messages/${index} -> 200`,
        received: 'x'.repeat(EVIDENCE / 20 - 150),
      },
    })),
  );
  const attachments = [{ body: exchanges, mediaType: EXCHANGES_MEDIA_TYPE, step: 1 }];
  const out = createWriteStream(file);
  for (const envelope of stream({
    features,
    scripts: Object.fromEntries(names.map((name) => [name, { attachments }])),
  }))
    if (!out.write(`${JSON.stringify(envelope)}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
}

async function build(messages: string, to: string): Promise<{ ms: number; memory_mb: number }> {
  const preloads = [join(SUPPORT, 'register.cjs'), join(__dirname, 'memory.cjs')].flatMap((file) => [
    '-r',
    file,
  ]);
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...preloads, join(SUPPORT, 'docs', 'main.ts'), '--messages', messages, '--to', to],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] },
  );
  const memory: Buffer[] = [];
  child.stdio[3]?.on('data', (chunk: Buffer) => memory.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The documentation could not be made: exit code ${code ?? 'none'}.`);
  return { ms: performance.now() - startedAt, memory_mb: Number(Buffer.concat(memory).toString()) / 1024 };
}

async function look(
  index: string,
  folder: string,
): Promise<{ paint_ms: number; there_ms: number; search_ms: number }> {
  const host = new BrowserHost(join(folder, 'browser'));
  try {
    const browser = await chromium.connect(await host.ready());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(pathToFileURL(index).href);
    await page.locator('main h1').waitFor();
    const [paint_ms, there_ms] = await page.evaluate<[number, number]>(
      `[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.now()]`,
    );
    const times: number[] = [];
    for (let round = 0; round < 10; round += 1) times.push(await searchTime(page, `scenario 1${round}`));
    await browser.close();
    return { paint_ms, there_ms, search_ms: samplesOf(times).median };
  } finally {
    await host.stop();
  }
}

/** From the key to the list that answers it, measured in the page itself. */
async function searchTime(page: Page, words: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const box = document.querySelector('#search-words');
    const startedAt = performance.now();
    box.value = ${JSON.stringify(words)};
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const isThere = () => document.querySelector('main [role=status]')?.textContent.includes(${JSON.stringify(words)});
    while (!isThere()) await new Promise((done) => requestAnimationFrame(done));
    return performance.now() - startedAt;
  })()`);
}
