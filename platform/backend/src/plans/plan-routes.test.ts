import fastify from 'fastify';
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { planRoutes, type PlanRoutes } from './plan-routes';
import type { PaymentMessage } from './plans';

const SECRET = 'shared-with-the-provider';
const STARTED = {
  ...{ id: 'evt_1', type: 'subscription.started' },
  data: { subscription: 'sub_1', customer: 'ada', plan: 'pro' },
};

/** What the plans were told after the provider left this text, and what it was answered. */
async function afterTelling(text: string): Promise<{ status: number; told: PaymentMessage[] }> {
  const told: PaymentMessage[] = [];
  const server = fastify();
  await server.register(planRoutes, {
    plans: { take: async (message: PaymentMessage) => void told.push(message) },
    signature: { secret: SECRET, tolerance: 300 },
  } as unknown as PlanRoutes);
  const at = Math.floor(Date.now() / 1_000);
  const signature = `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${text}`).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'payment-signature': signature };
  const { statusCode } = await server.inject({
    method: 'POST',
    url: '/api/plan/payments',
    headers,
    body: text,
  });
  await server.close();
  return { status: statusCode, told };
}

test('what the provider tells of a subscription is taken', async () => {
  assert.deepEqual(await afterTelling(JSON.stringify(STARTED)), { status: 204, told: [STARTED] });
});

test('what means nothing here is taken note of, so that the provider does not tell it for days', async () => {
  for (const text of [JSON.stringify({ ...STARTED, type: 'invoice.created' }), '{"half', '"words"'])
    assert.deepEqual(await afterTelling(text), { status: 204, told: [] }, text);
});
