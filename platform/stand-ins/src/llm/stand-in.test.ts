import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProcess } from '../testing/child';
import { says, startWithClient, tool, toolRun } from '../testing/llm-client';
import { Journal, type JournalEntry } from './journal';

test('the journal tells each user what was asked in their name, in order', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'scripted' });
  await llm.answer({ user: 'ada', agent: 'triage', messages: [says('one')] });
  await llm.answer({ user: 'bram', messages: [says('of Bram')] });
  await llm.answer({ user: 'ada', messages: [says('two')], tools: [tool('calculate', 'expression')] });

  const requests = await llm.journal('ada');

  assert.deepEqual(
    requests.map(({ agent, tools, status, answered_by, outcome, stream }) => ({
      agent,
      tools,
      status,
      answered_by,
      outcome,
      stream,
    })),
    [
      { agent: 'triage', tools: [], status: 200, answered_by: 'rule book', outcome: 'whole', stream: false },
      {
        agent: 'report',
        tools: ['calculate'],
        status: 200,
        answered_by: 'script',
        outcome: 'whole',
        stream: false,
      },
    ],
  );
  assert.deepEqual(requests[1]?.messages, [
    { role: 'system', content: 'You are the report agent. Be brief.' },
    { role: 'user', content: 'two' },
  ]);
  assert.equal(new Date(requests[0]?.at ?? '').toISOString(), requests[0]?.at);
  assert.deepEqual(await llm.journal('nobody'), []);
});

test('the journal forgets the oldest first, of one user and over all', () => {
  const entry = (model: string): JournalEntry => ({
    at: '',
    trace_id: '',
    agent: null,
    model,
    stream: false,
    messages: [],
    tools: [],
    answered_by: 'script',
    status: 200,
    pieces: 0,
    outcome: 'whole',
  });
  const journal = new Journal({ entries: 4, size: 1_000_000 }, 2);
  const told = (user: string) => journal.requestsOf(user).map(({ model }) => model);
  for (const model of ['a1', 'a2', 'a3']) journal.append('ada', entry(model));
  assert.deepEqual(told('ada'), ['a2', 'a3']);
  for (const user of ['bram', 'carol', 'dora']) journal.append(user, entry(user));
  assert.deepEqual(told('ada'), ['a3']);
  assert.deepEqual(told('dora'), ['dora']);

  const small = new Journal({ entries: 100, size: 600 }, 100);
  for (const model of ['1', '2', '3']) small.append('ada', entry('x'.repeat(100) + model));
  assert.ok(small.requestsOf('ada').length < 3);
});

test('what OpenAI would refuse is refused in its form', async (t) => {
  const llm = await startWithClient(t);
  const post = async (body: object | string, key = 'any') => {
    const answer = await fetch(`${llm.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { error } = (await answer.json()) as { error: { type: string; message: string } };
    return { status: answer.status, ...error };
  };
  const messages = [says('hi')];
  assert.equal((await post({ model: 'm', messages }, '')).status, 401);
  for (const body of [
    '{"model": ',
    { messages },
    { model: 'm', messages: [] },
    { model: 'm', messages: [{ role: 'tool', tool_call_id: 'c1', content: 'of no call' }] },
    { model: 'm', messages: [...messages, toolRun('c1', 'calculate', '{}', '')[0]] },
    { model: 'm', messages: [toolRun('c1', 'calculate', '{}', '')[0], ...messages] },
  ]) {
    const { status, type, message } = await post(body);
    assert.deepEqual({ status, type }, { status: 400, type: 'invalid_request_error' }, JSON.stringify(body));
    assert.ok(message.length > 0);
  }
});

test('as a process: registers, logs in the trace of the request without its words, and stops', async (t) => {
  const child = await startProcess(t, join(__dirname, 'main.ts'), 'llm');
  assert.equal(child.entry.service, 'llm');
  assert.equal(child.entry.api_url, `${child.entry.url}/v1`);
  assert.equal((await fetch(child.entry.health_url)).status, 200);
  const client = new OpenAI({ baseURL: child.entry.api_url, apiKey: 'secret key', maxRetries: 0 });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const request = { model: 'm', user: 'ada', messages: [says('secret words')] };
  await client.chat.completions.create(request, {
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });

  assert.equal(await child.terminate(), 0);

  const told = child.lines.filter(({ msg }) => msg === 'completion');
  assert.deepEqual(
    told.map(({ trace_id, service, user, outcome }) => ({ trace_id, service, user, outcome })),
    [{ trace_id: traceId, service: 'llm', user: 'ada', outcome: 'whole' }],
  );
  assert.doesNotMatch(JSON.stringify(child.lines), /secret/);
  assert.deepEqual(await child.registered(), []);
});

test('as a process: leaves when whoever started it is gone', async (t) => {
  const child = await startProcess(t, join(__dirname, 'main.ts'), 'llm');
  assert.equal(await child.letGo(), 0);
});
