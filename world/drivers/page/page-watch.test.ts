import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { WebSocket } from 'ws';
import { redactText } from '../../../reports/redaction';
import { BrowserHost } from '../../../support/browser/browser-host';
import { eventually, NotYet } from '../../../support/eventually';
import { EvidenceRecorder } from '../../evidence/recorder';
import { RefusalBook, Refused } from '../../refusal';
import { barriersOn } from './accessibility';
import { heading, press } from './auth-on-pages';
import { PersonalBrowser } from './personal-browser';
import { letGoOfBrowser } from './shared-browser';
import { sees, seesOrIsRefused } from './sight';
import { SmallSite } from './testing/small-site';

const TRACE = 'a'.repeat(32);
const PROBLEM = {
  code: 'weak_password',
  status: 422,
  detail: 'Choose another one, please.',
  trace_id: TRACE,
};
const LONG_AGO = '2026-01-01T00:00:00.000Z';
const TOKEN = 'a-token-that-nobody-may-see';

const temporary = mkdtempSync(join(tmpdir(), 'page-watch-'));
const host = new BrowserHost(join(temporary, 'browser'));
const cleanUps: (() => Promise<void> | void)[] = [];

after(async () => {
  await letGoOfBrowser();
  await host.stop();
  rmSync(temporary, { recursive: true, force: true });
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Ada, on a site with these pages. */
async function adaOn(
  pages: Record<string, string>,
  others: ConstructorParameters<typeof SmallSite>[1] = {},
  onChat?: (socket: WebSocket) => void,
) {
  const site = new SmallSite(pages, others, onChat);
  cleanUps.push(() => site.close());
  const refusals = new RefusalBook();
  const evidence = new EvidenceRecorder();
  const breaches: string[] = [];
  const browser = new PersonalBrowser({
    line: () => undefined,
    ...{
      who: 'Ada',
      traceId: TRACE,
      evidence,
      refusals,
      endpoint: await host.ready(),
      origin: await site.open(),
    },
    onBreach: (sentence) => void breaches.push(sentence),
  });
  cleanUps.push(() => browser.close());
  const tab = await browser.tab();
  const codes = () => refusals.unclaimed().map(({ code }) => code);
  return { site, refusals, evidence, breaches, browser, tab, codes };
}

async function soon<T>(what: string, look: () => T, fits: (seen: T) => boolean): Promise<T> {
  const seen = () => {
    const now = look();
    if (!fits(now)) throw new NotYet(JSON.stringify(now));
    return now;
  };
  return eventually(what, seen, { within: 3_000 });
}

const answering = (problem: typeof PROBLEM) => (_: unknown, response: import('node:http').ServerResponse) => {
  response.statusCode = problem.status;
  response.setHeader('content-type', 'application/problem+json').end(JSON.stringify(problem));
};
const problem = answering(PROBLEM);

function frame(type: string, payload: object, more: object = {}): string {
  const envelope = { type, payload, id: randomUUID(), timestamp: new Date().toISOString(), trace_id: TRACE };
  return JSON.stringify({ ...envelope, ...more });
}

describe('what a page does not say aloud', () => {
  before(async () => host.ready());

  for (const [what, script, code, detail] of [
    ['an error in the console', `console.error('broken', 1)`, 'console_error', /^broken 1$/],
    ['a warning in the console', `console.warn('old')`, 'console_warning', /^old$/],
    ['an error that nobody caught', `throw new Error('lost')`, 'page_error', /^lost$/],
    [
      'a request without an answer',
      `fetch('http://127.0.0.1:1/x', {mode:'no-cors'}).catch(() => 0)`,
      'no_answer',
      /net::ERR/,
    ],
    ['an answer of 404', `fetch('/api/nothing')`, 'no_problem_document', /doctype/],
  ] as const) {
    it(`is a refusal: ${what}`, async () => {
      const { tab, refusals, codes } = await adaOn({ '/': `<h1>Hello</h1><script>${script}</script>` });
      await tab.goTo('/');
      await soon('the refusal never came', codes, ({ length }) => length > 0);
      await tab.watch.caughtUp();
      assert.deepEqual(codes(), [code]);
      const refusal = refusals.claim('Ada');
      assert.match(refusal.detail, detail);
      assert.equal(refusal.during, 'Ada is on /');
    });
  }

  it('is told once, in the words of the alert, with the code of the answer behind it', async () => {
    const page = `<h1>Sign up</h1><p role=alert></p><button onclick="fetch('/auth/register', {method: 'POST', body: '{}'})
      .then((answer) => answer.json()).then(({ detail }) => { document.querySelector('p').textContent = detail })">Go</button>`;
    const { tab, refusals, evidence } = await adaOn({ '/': page }, { '/auth/register': problem });
    await tab.goTo('/');
    await press(tab, 'Go');
    const good = heading(tab, 'Check your mail');
    const cause: unknown = await seesOrIsRefused(tab, 'the good end', good, 'signs up').catch(
      (no: unknown) => no,
    );
    assert.ok(cause instanceof Refused);
    const { code, status, detail, during, traceId } = cause.refusal;
    assert.deepEqual(
      { code, status, detail, during, traceId },
      {
        ...{ code: 'weak_password', status: 422, detail: PROBLEM.detail },
        during: 'Ada signs up',
        traceId: TRACE,
      },
    );
    assert.deepEqual(refusals.unclaimed(), [], "Chromium's own line about the same answer does not count");
    const exchanges = evidence.takeExchanges().map(({ peer, what }) => `${peer} ${what}`);
    assert.ok(exchanges.includes('auth POST /auth/register -> 422'), exchanges.join(', '));
  });

  it('does not count an answer of "not yet", which the page asks for again, and keeps it in the evidence', async () => {
    const page = `<h1>Hello</h1><script>fetch('/api/profile')</script>`;
    const pending = answering({ ...PROBLEM, code: 'profile_pending', status: 404 });
    const { tab, evidence, codes } = await adaOn({ '/': page }, { '/api/profile': pending });
    await tab.goTo('/');
    const asked = () => tab.watch.answers.filter(({ path }) => path === '/api/profile');
    await soon('the page never asked', asked, ({ length }) => length > 0);
    await tab.watch.caughtUp();
    assert.deepEqual(codes(), []);
    const exchanges = evidence.takeExchanges().map(({ peer, what }) => `${peer} ${what}`);
    assert.ok(exchanges.includes('backend GET /api/profile -> 404'), exchanges.join(', '));
  });

  it('does not count what was on its way when the page went', async () => {
    const never = () => undefined;
    const { tab, codes } = await adaOn(
      { '/': `<h1>One</h1><script>fetch('/api/slow').catch(() => 0)</script>`, '/two': '<h1>Two</h1>' },
      { '/api/slow': never },
    );
    await tab.goTo('/');
    await tab.goTo('/two');
    await sees(tab, 'the second page', heading(tab, 'Two'));
    await tab.close();
    assert.deepEqual(codes(), []);
  });

  it('keeps tokens and cookies out of everything that is written', async () => {
    const cookie = 'a-cookie-that-nobody-may-see';
    const { tab, evidence } = await adaOn(
      { '/': `<h1>Hello</h1><script>fetch('/auth/login', { method: 'POST' })</script>` },
      {
        '/auth/login': (_, response) =>
          response
            .setHeader('set-cookie', `refresh=${cookie}; HttpOnly; Path=/auth`)
            .setHeader('content-type', 'application/json')
            .end(JSON.stringify({ access_token: TOKEN })),
      },
    );
    await tab.goTo('/');
    await soon(
      'the login never came',
      () => tab.watch.answers,
      (answers) => answers.some(({ path }) => path === '/auth/login'),
    );
    assert.equal((await tab.watch.answerTo('POST', '/auth/login')).refreshCookie, cookie);
    assert.match(JSON.stringify(evidence.takeExchanges()), /access_token/);
    assert.doesNotMatch(redactText(`said ${TOKEN} and ${cookie}`), /nobody-may-see/);
  });
});

describe('the chat socket of a page', () => {
  const page = `<h1>Chat</h1><script>const chat = new WebSocket(location.origin.replace('http', 'ws') + '/ws');
    chat.onopen = () => chat.send('{"type":"resume","payload":{"last_seq":0}}')</script>`;

  it('belongs to the trace of the scenario, as every request does', async () => {
    const { tab, site } = await adaOn({ '/': page });
    await tab.goTo('/');
    await soon(
      'the socket never came',
      () => [...site.traces.keys()],
      (paths) => paths.includes('/ws'),
    );
    for (const path of ['/', '/ws']) assert.match(site.traces.get(path) ?? '', new RegExp(`^00-${TRACE}-`));
  });

  it('has its frames checked like those of every socket', async () => {
    const { tab, breaches, evidence } = await adaOn({ '/': page }, {}, (socket) => {
      socket.send(frame('no_such_event', {}));
      socket.send(frame('pong', {}, { trace_id: 'b'.repeat(32) }));
      socket.send(frame('pong', {}, { seq: 4 }));
      socket.send(frame('pong', {}, { seq: 6 }));
      socket.send(frame('resumed', { last_seq: 6, replayed: 2 }));
      for (const seq of [1, 2, 4]) socket.send(frame('pong', {}, { seq, timestamp: LONG_AGO }));
    });
    await tab.goTo('/');
    await soon(
      'the frames never came',
      () => tab.inbox.all().length,
      (count) => count === 8,
    );
    assert.match(breaches.join('\n'), /knows no event "no_such_event"/);
    assert.match(breaches.join('\n'), /pong carries the trace b+, not a+/);
    const orders = breaches.filter((sentence) => sentence.includes(' has seq '));
    // What is told again may come after what came by itself; then it goes on from there.
    assert.deepEqual(orders, ['pong has seq 6 after 4', 'pong has seq 4 after 6']);
    const late = evidence.facts().measures.filter(({ name, ms }) => name === 'event_delivery' && ms > 60_000);
    assert.equal(late.length, 1, 'what is told again was not late');
    await soon(
      'nothing was sent',
      () => tab.watch.sockets.sent,
      (sent) => sent.length === 1,
    );
    const kinds = evidence.takeExchanges().filter(({ kind }) => kind === 'websocket');
    assert.ok(kinds.some(({ what }) => what === 'sent resume'));
  });

  it('is lost without a refusal where the person asked for it', async () => {
    const { tab, codes } = await adaOn({ '/': page }, {}, (socket) =>
      socket.on('message', () => socket.close(4004)),
    );
    tab.watch.asksFor(['close_4004']);
    await tab.goTo('/');
    await soon(
      'the socket never came',
      () => tab.watch.sockets.sent,
      (sent) => sent.length === 1,
    );
    await tab.page.evaluate(
      `new Promise((done) => chat.readyState === 3 ? done() : chat.addEventListener('close', () => done()))`,
    );
    await tab.page.evaluate('0');
    assert.deepEqual(codes(), []);
  });

  it('is a refusal when it is closed from outside, with code and reason, and none when the page closes it', async () => {
    const lost = await adaOn({ '/': page }, {}, (socket) => socket.close(4004, 'session revoked'));
    await lost.tab.goTo('/');
    await soon('the close never came', lost.codes, ({ length }) => length > 0);
    assert.deepEqual(lost.refusals.unclaimed()[0], {
      ...{
        code: 'close_4004',
        status: 4004,
        detail: 'session revoked',
        during: 'Ada is connected to the chat',
      },
    });

    let ended = 0;
    const left = await adaOn({ '/': page }, {}, (socket) => socket.on('close', () => (ended += 1)));
    await left.tab.goTo('/');
    await soon(
      'the socket never came',
      () => [...left.site.traces.keys()],
      (paths) => paths.includes('/ws'),
    );
    await left.tab.page.evaluate('chat.close(1000)');
    await soon(
      'the close never came',
      () => ended,
      (count) => count === 1,
    );
    await left.tab.page.evaluate('0');
    assert.deepEqual(left.codes(), []);
  });
});

describe('a look at a page', () => {
  it('that sees nothing says what there is instead', async () => {
    const { tab } = await adaOn({ '/': '<h1>Log in</h1><p role=alert>No.</p><p role=status>Offline</p>' });
    await tab.goTo('/');
    const cause: unknown = await sees(tab, 'the heading "Welcome"', heading(tab, 'Welcome'), 200).catch(
      (no: unknown) => no,
    );
    assert.ok(cause instanceof Error);
    assert.match(
      cause.message,
      /^Ada never saw the heading "Welcome" \(waited 0\.\d s\)\.\n {2}wanted {3}the heading/,
    );
    for (const line of [
      /\n {2}page {5}http.+\/$/m,
      /headings "Log in"/,
      /alerts {3}"No\."/,
      /statuses "Offline"/,
    ])
      assert.match(cause.message, line);
    assert.doesNotMatch(cause.message, /Call log/);
  });

  it('finds what keeps people from using a page, in the looks that it shows in', async () => {
    const style = `<style>@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } }
      @media (min-width: 600px) { input { display: none } }</style>`;
    const { tab } = await adaOn({
      '/': `<html lang=en><title>x</title>${style}<main><h1>Hi</h1><p>You</p><input></main>`,
    });
    await tab.goTo('/');
    const barriers = await barriersOn(tab);
    assert.deepEqual(
      barriers.map(({ look, rule }) => `${look} ${rule.split(':')[0] ?? ''}`),
      ['dark, 390 px color-contrast', 'dark, 390 px label'],
    );
    assert.match(barriers[1]?.element ?? '', /input/);
  });
});

describe("a person's devices", () => {
  it('have cookies of their own, shared by their tabs', async () => {
    const { browser, tab } = await adaOn({ '/': '<h1>Hello</h1>' });
    await tab.goTo('/');
    await tab.page.evaluate(`document.cookie = 'a=1'`);
    const read = async (other: typeof tab) => {
      await other.goTo('/');
      return other.page.evaluate<string>('document.cookie');
    };
    assert.equal(await read(await browser.device('computer').tab('second')), 'a=1');
    const phone = await browser.device('phone').tab();
    assert.equal(await read(phone), '');
    assert.deepEqual(phone.page.viewportSize(), { width: 390, height: 844 });
    assert.equal(browser.openTabs().length, 3);
    const pictures = await browser.pictures();
    assert.deepEqual(
      pictures.map(({ of }) => of),
      ['computer first', 'computer second', 'phone first'],
    );
    assert.equal(pictures[0]?.png.subarray(1, 4).toString(), 'PNG');
  });
});
