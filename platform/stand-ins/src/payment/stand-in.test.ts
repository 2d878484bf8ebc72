import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { silent, temporaryFolder } from '../testing/in-test';
import { WEBHOOK_SECRET } from './messenger';
import { startPayment } from './stand-in';

interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A merchant that writes down what it is told, and turns the first message away where it is asked to. */
async function merchant(t: TestContext, { busyAtFirst = false } = {}) {
  const messages: Message[] = [];
  let told: (() => void) | undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      messages.push({ headers: request.headers, body });
      response.writeHead(busyAtFirst && messages.length === 1 ? 503 : 204).end();
      told?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/payments`;
  const hears = (count: number) =>
    new Promise<readonly Message[]>((resolve) => {
      told = () => messages.length >= count && resolve(messages);
      told();
    });
  return { url, hears };
}

async function started(t: TestContext): Promise<string> {
  const discovery = await temporaryFolder(t);
  const settings = { PORT: 0, INSTANCE: '1', SERVICE_DISCOVERY_DIR: discovery, LOG_LEVEL: 'info' } as const;
  const payment = await startPayment(settings, silent);
  t.after(() => payment.stop());
  return payment.registration.url;
}

async function checkout(url: string, webhook_url: string): Promise<string> {
  const pages = { success_url: 'http://shop.example/thanks', cancel_url: 'http://shop.example/sorry' };
  const order = { customer: 'ada', email: 'ada@example.org', plan: 'pro', ...pages, webhook_url };
  const headers = { 'content-type': 'application/json', authorization: 'Bearer any' };
  const response = await fetch(`${url}/v1/checkouts`, {
    method: 'POST',
    headers,
    body: JSON.stringify(order),
  });
  assert.equal(response.status, 201);
  return ((await response.json()) as { url: string }).url;
}

function pay(address: string, card: string): Promise<Response> {
  const body = new URLSearchParams({ card, answer: 'pay' });
  return fetch(address, { method: 'POST', body, redirect: 'manual' });
}

describe('the stand-in for the payment provider', () => {
  it('takes a card, sends the person back, and tells the merchant, signed', async (t) => {
    const { url: webhook, hears } = await merchant(t);
    const address = await checkout(await started(t), webhook);
    const paid = await pay(address, '4242 4242 4242 4242');
    assert.equal(paid.status, 303);
    assert.equal(paid.headers.get('location'), 'http://shop.example/thanks');
    const [message] = await hears(1);
    const [, at, given] = /^t=(\d+),v1=(\w+)$/.exec(String(message?.headers['payment-signature'])) ?? [];
    const expected = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${message?.body}`).digest('hex');
    assert.equal(given, expected);
    const { type, data } = JSON.parse(message?.body ?? '') as { type: string; data: { customer: string } };
    assert.deepEqual([type, data.customer], ['subscription.started', 'ada']);
  });

  it('tells again whoever did not take it, the same under the same id', async (t) => {
    const { url: webhook, hears } = await merchant(t, { busyAtFirst: true });
    await pay(await checkout(await started(t), webhook), '4242424242424242');
    const [first, second] = await hears(2);
    assert.equal(first?.body, second?.body);
  });

  it('says why a card does not do, and charges nobody', async (t) => {
    const { url: webhook } = await merchant(t);
    const url = await started(t);
    const address = await checkout(url, webhook);
    for (const [card, sentence] of [
      ['4000000000000002', /Your card was declined/],
      ['12', /sixteen digits/],
    ] as const) {
      const answer = await pay(address, card);
      assert.equal(answer.status, 402);
      assert.match(await answer.text(), sentence);
    }
    const books = await fetch(`${url}/customers/ada`);
    assert.deepEqual(await books.json(), { subscriptions: [], events: [] });
  });
});
