import assert from 'node:assert/strict';
import { test } from 'node:test';
import { says, startWithClient, tool, toolRun, type Message } from '../testing/llm-client';
import { arithmeticIn } from './rule-book';

const TOOLS = [tool('calculate', 'formula'), tool('look_up_usage'), tool('search_history', 'query')];

test('arithmetic is found in a sentence, whole and balanced', () => {
  for (const [question, expression] of [
    ['What is 2+3?', '2+3'],
    ['what is 17 * (3 + 4.5) - 2, please', '17 * (3 + 4.5) - 2'],
    ['((1+2)*3)/4.', '((1+2)*3)/4'],
    ['(see 2+3)', '2+3'],
    ['12 × 4 ÷ 2', '12 * 4 / 2'],
    ['1,200 + 300', '1200 + 300'],
    ['-5 + 3', '-5 + 3'],
    ['2 + -3', '2 + -3'],
    ['I have 3 servers', undefined],
    ['on 2026-01-31', undefined],
    ['e-mail me - or not', undefined],
    ['', undefined],
  ] as const)
    assert.equal(arithmeticIn(question), expression, question);
});

test('a hostile question is read in no time', () => {
  for (const part of ['(', '( ', '1+', '1+ ', '1 ', ')', '1)', '1,', '-'])
    for (const question of [part.repeat(8_000), `1+${part.repeat(8_000)}x`]) {
      const startedAt = performance.now();
      arithmeticIn(question);
      assert.ok(performance.now() - startedAt < 250, JSON.stringify(part));
    }
});

test('triage names the agent, as JSON', async (t) => {
  const llm = await startWithClient(t);
  for (const [question, agent] of [
    ['What is 2+3?', 'data'],
    ['How much of my quota have I USED?', 'data'],
    ['What did I say earlier?', 'data'],
    ['Tell me about hosting', 'report'],
    ['That is unused and confused', 'report'],
  ] as const) {
    const content = await llm.answer({ agent: 'triage', messages: [says(question)] });
    const verdict = JSON.parse(content ?? '') as { agent: string; reason: string };
    assert.equal(verdict.agent, agent, question);
    assert.deepEqual(Object.keys(verdict), ['agent', 'reason']);
  }
});

test('data asks for the tools that the question calls for and that are offered, then sums up', async (t) => {
  const llm = await startWithClient(t);
  const question = 'What is 2+3, how much is my usage, and what did I say earlier about hosting costs?';
  const ask = async (messages: Message[], tools = TOOLS) => {
    const { choices } = await llm.ask({ agent: 'data', messages, tools });
    return choices[0]?.message;
  };
  const functions = (message: Awaited<ReturnType<typeof ask>>) =>
    (message?.tool_calls ?? []).map((it) => it.type === 'function' && it.function);

  assert.deepEqual(functions(await ask([says(question)])), [
    { name: 'calculate', arguments: '{"formula":"2+3"}' },
    { name: 'look_up_usage', arguments: '{}' },
    { name: 'search_history', arguments: '{"query":"hosting costs"}' },
  ]);
  assert.deepEqual(functions(await ask([says(question)], [tool('look_up_usage')])), [
    { name: 'look_up_usage', arguments: '{}' },
  ]);
  const done = await ask([says('What is 2+3?'), ...toolRun('c1', 'calculate', '{"formula":"2+3"}', '5')]);
  assert.equal(done?.tool_calls, undefined);
  assert.equal(done?.content, 'This is what the tools say.\n- calculate: 5');
});

test('report repeats the question and tells what the tools returned', async (t) => {
  const llm = await startWithClient(t);
  const asked = says('What is 2+3?');
  assert.match((await llm.answer({ messages: [asked] })) ?? '', /^You asked: "What is 2\+3\?"/);
  const earlier = [says('before'), ...toolRun('c0', 'look_up_usage', '{}', '7')];
  const content = await llm.answer({
    messages: [...earlier, asked, ...toolRun('c1', 'calculate', '{}', '5')],
  });
  assert.match(content ?? '', /^You asked: "What is 2\+3\?"[^\n]*\n- calculate: 5$/);
});
