import assert from 'node:assert/strict';
import { test } from 'node:test';
import { says, startWithClient, tool, toolRun } from '../testing/llm-client';

test('the first reply that fits agent and question answers, every time', async (t) => {
  const llm = await startWithClient(t);
  await llm.script(
    'ada',
    { agent: 'triage', content: '{"agent":"report","reason":"scripted"}' },
    { agent: 'report', when: 'costs', content: 'about costs' },
    { agent: 'report', content: 'about anything' },
    { agent: 'report', when: 'costs', content: 'never' },
  );
  const ask = (agent: 'triage' | 'report', words: string) =>
    llm.answer({ user: 'ada', agent, messages: [says('costs, long ago'), says(words)] });

  assert.equal(await ask('report', 'hosting costs?'), 'about costs');
  assert.equal(await ask('report', 'hosting costs?'), 'about costs');
  assert.equal(await ask('report', 'hello'), 'about anything');
  assert.equal(await ask('triage', 'hosting costs?'), '{"agent":"report","reason":"scripted"}');
});

test("two users' scripts never mix, however many requests run at once", async (t) => {
  const llm = await startWithClient(t);
  const users = ['ada', 'bram', 'user/with ?odd%chars'];
  for (const user of users)
    await llm.script(user, { agent: 'report', content: `for ${user}`, chunk_size: 1 });

  const asked = Array.from({ length: 60 }, (_, index) => users[index % users.length] ?? '');
  const answers = await Promise.all(
    asked.map((user) => llm.answer({ user, messages: [says('same words')] })),
  );

  assert.deepEqual(
    answers,
    asked.map((user) => `for ${user}`),
  );
  const unscripted = await llm.answer({ user: 'carol', messages: [says('same words')] });
  assert.match(unscripted ?? '', /^You asked: "same words"/);
});

test('a deleted script, and what a script leaves out, is answered by the rule book', async (t) => {
  const llm = await startWithClient(t);
  const ada = { user: 'ada', messages: [says('hello')] };
  await llm.script('ada', { agent: 'report', when: 'nothing like it', content: 'scripted' });
  assert.match((await llm.answer(ada)) ?? '', /^You asked: "hello"/);
  await llm.script('ada', { agent: 'report', content: 'scripted' });
  assert.equal(await llm.answer(ada), 'scripted');
  assert.equal((await llm.call('DELETE', '/scripts/ada')).status, 204);
  assert.match((await llm.answer(ada)) ?? '', /^You asked: "hello"/);
});

test("a placeholder becomes the tool's latest result, sign for sign, or stays where there is none", async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', {
    agent: 'report',
    content: '{{tool:calculate}} and {{tool:calculate}}, {{tool:look_up_usage}}, {{tool:search_history}}',
  });
  const content = await llm.answer({
    user: 'ada',
    messages: [
      says('first'),
      ...toolRun('c0', 'look_up_usage', '{}', '7'),
      ...toolRun('c1', 'calculate', '{"expression":"1+1"}', '2'),
      says('second'),
      ...toolRun('c2', 'calculate', '{"expression":"2+3"}', "5 $& $1 {{tool:x}} 'ü"),
    ],
  });
  const result = "5 $& $1 {{tool:x}} 'ü";
  assert.equal(content, `${result} and ${result}, 7, {{tool:search_history}}`);
});

test('tool calls are made until they were answered in this turn, one after the other, then content is said', async (t) => {
  const llm = await startWithClient(t);
  await llm.script(
    'ada',
    { agent: 'data', tool_calls: [{ name: 'look_up_usage', arguments: {} }] },
    {
      agent: 'data',
      tool_calls: [{ name: 'calculate', arguments: { expression: '2+3', digits: 2 } }],
      content: 'used {{tool:look_up_usage}}, that makes {{tool:calculate}}',
    },
  );
  const tools = [tool('look_up_usage'), tool('calculate', 'expression')];
  const earlier = toolRun('c0', 'look_up_usage', '{}', 'stale');
  const messages = [says('before'), ...earlier, says('how much?')];
  const next = async () => {
    const { choices } = await llm.ask({ user: 'ada', agent: 'data', messages, tools });
    return choices[0];
  };

  const first = await next();
  assert.ok(first);
  assert.equal(first.finish_reason, 'tool_calls');
  assert.equal(first.message.content, null);
  const [lookUp] = first.message.tool_calls ?? [];
  assert.ok(lookUp?.type === 'function');
  assert.deepEqual(lookUp.function, { name: 'look_up_usage', arguments: '{}' });

  messages.push(...toolRun(lookUp.id, 'look_up_usage', '{}', '7 messages'));
  const [calculate] = (await next())?.message.tool_calls ?? [];
  assert.ok(calculate?.type === 'function');
  assert.deepEqual(JSON.parse(calculate.function.arguments), { expression: '2+3', digits: 2 });
  assert.notEqual(calculate.id, lookUp.id);

  // The same arguments in another order and spacing are the same call.
  messages.push(...toolRun(calculate.id, 'calculate', '{ "digits": 2, "expression": "2+3" }', '5'));
  const last = await next();
  assert.ok(last);
  assert.equal(last.finish_reason, 'stop');
  assert.equal(last.message.content, 'used 7 messages, that makes 5');
});

test('arguments given as a string go out as they are', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'data', tool_calls: [{ name: 'calculate', arguments: '{"expres' }] });
  const { choices } = await llm.ask({ user: 'ada', agent: 'data', messages: [says('hi')] });
  const [call] = choices[0]?.message.tool_calls ?? [];
  assert.ok(call?.type === 'function');
  assert.equal(call.function.arguments, '{"expres');
});

test('a script that is not understood is refused whole, and the one before it stays', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'scripted' });
  for (const reply of [
    { agent: 'report' },
    { agent: 'chef', content: 'x' },
    { agent: 'report', content: 'x', chunksize: 3 },
    { agent: 'report', content: 'x', chunk_size: 0 },
    { agent: 'report', content: 'x', status: 500 },
    { agent: 'report', status: 200 },
  ]) {
    const answer = await llm.call('PUT', '/scripts/ada', { replies: [reply] });
    assert.equal(answer.status, 422, JSON.stringify(reply));
  }
  assert.equal(await llm.answer({ user: 'ada', messages: [says('hi')] }), 'scripted');
});

test('a tool may be asked for what another one returned', async (t) => {
  const llm = await startWithClient(t);
  await llm.script(
    'ada',
    { agent: 'data', tool_calls: [{ name: 'calculate', arguments: { expression: '3 * 14' } }] },
    {
      agent: 'data',
      tool_calls: [{ name: 'calculate', arguments: { expression: '{{tool:calculate#1}} * 12' } }],
    },
    { agent: 'data', content: '{{tool:calculate#1}}, then {{tool:calculate}}; {{tool:calculate#3}}' },
  );
  const tools = [tool('calculate', 'expression')];
  const ask = async (...runs: ReturnType<typeof toolRun>[]) => {
    const messages = [says('What is it a year?'), ...runs.flat()];
    const { choices } = await llm.ask({ user: 'ada', agent: 'data', messages, tools });
    return choices[0]?.message;
  };
  const first = toolRun('c1', 'calculate', '{"expression":"3 * 14"}', '42');
  const second = toolRun('c2', 'calculate', '{"expression":"42 * 12"}', '504');
  const [asked] = (await ask(first))?.tool_calls ?? [];
  assert.equal(asked?.type === 'function' && asked.function.arguments, '{"expression":"42 * 12"}');
  assert.equal((await ask(first, second))?.content, '42, then 504; {{tool:calculate#3}}');
});
