import OpenAI from 'openai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextPiece, pieces, readAll, says, startWithClient, textOf, type Llm } from '../testing/llm-client';
import type { JournalEntry } from './journal';

const ada = { user: 'ada', messages: [says('hello')] };

/** Asks the journal again until its latest entry is as wanted; the test's own time-out ends a vain wait. */
async function latest(llm: Llm, wanted: (entry: JournalEntry) => boolean): Promise<JournalEntry> {
  for (;;) {
    const entry = (await llm.journal('ada')).at(-1);
    if (entry !== undefined && wanted(entry)) return entry;
  }
}

test('a stream is what OpenAI sends: role, pieces of the wanted size, finish', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'abc👋🏽efg', chunk_size: 3 });

  const { chunks, broken } = await readAll(await llm.stream(ada));

  assert.equal(broken, undefined);
  assert.equal(chunks[0]?.choices[0]?.delta.role, 'assistant');
  assert.deepEqual(pieces(chunks), ['abc', '👋🏽e', 'fg']);
  assert.deepEqual(
    chunks.map((chunk) => chunk.choices[0]?.finish_reason),
    [null, null, null, null, 'stop'],
  );
  assert.equal(new Set(chunks.map(({ id }) => id)).size, 1);
  assert.ok(chunks.every((chunk) => chunk.model === 'test-model' && !('usage' in chunk)));
});

test('usage comes last when asked for, and is the same as without a stream', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'x'.repeat(41) });

  const { chunks } = await readAll(await llm.stream(ada, { stream_options: { include_usage: true } }));

  const last = chunks.at(-1);
  assert.ok(last?.usage);
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.completion_tokens, 11);
  assert.equal(last.usage.total_tokens, 11 + last.usage.prompt_tokens);
  assert.ok(chunks.slice(0, -1).every(({ usage }) => usage === null));
  assert.deepEqual((await llm.ask(ada)).usage, last.usage);
});

test("OpenAI's own accumulation of a stream with tool calls yields the calls", async (t) => {
  const llm = await startWithClient(t);
  const calls = [
    { name: 'calculate', arguments: { expression: '(1+2)*3' } },
    { name: 'look_up_usage', arguments: {} },
  ];
  await llm.script('ada', { agent: 'data', tool_calls: calls, chunk_size: 5 });

  const { chunks } = await readAll(await llm.stream({ ...ada, agent: 'data' }));

  const made: { id: string; name: string; json: string }[] = [];
  for (const part of chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? [])) {
    const call = (made[part.index] ??= { id: part.id ?? '', name: part.function?.name ?? '', json: '' });
    call.json += part.function?.arguments ?? '';
  }
  assert.deepEqual(
    made.map(({ name, json }) => ({ name, arguments: JSON.parse(json) as object })),
    calls,
  );
  assert.equal(new Set(made.map(({ id }) => id)).size, 2);
  assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'tool_calls');
});

test('an empty answer is a stream without pieces', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: '' });
  const { chunks, broken } = await readAll(await llm.stream(ada));
  assert.equal(broken, undefined);
  assert.deepEqual(pieces(chunks), []);
  assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'stop');
});

test('a delay is taken before each piece', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'abcd', chunk_size: 1, chunk_delay_ms: 20 });
  const startedAt = performance.now();
  await readAll(await llm.stream(ada));
  // Timers may fire up to a millisecond early.
  assert.ok(performance.now() - startedAt >= 4 * 19);
});

for (const [status, error] of [
  [401, OpenAI.AuthenticationError],
  [429, OpenAI.RateLimitError],
  [500, OpenAI.InternalServerError],
] as const) {
  test(`a scripted ${status} is an error that OpenAI's client knows`, async (t) => {
    const llm = await startWithClient(t);
    await llm.script('ada', { agent: 'report', status });
    for (const request of [() => llm.stream(ada), () => llm.ask(ada)])
      await assert.rejects(request, (cause: unknown) => {
        assert.ok(cause instanceof error);
        assert.equal(typeof (cause.error as { type: unknown }).type, 'string');
        return true;
      });
    const seen = (await llm.journal('ada')).map(({ status: told, outcome }) => ({ told, outcome }));
    assert.deepEqual(seen, Array(2).fill({ told: status, outcome: 'refused' }));
  });
}

test('a cut breaks the connection after exactly so many pieces, all of which arrive', async (t) => {
  const llm = await startWithClient(t);
  for (const [cut_after_chunks, arrived] of [
    [1, ['ab']],
    [2, ['ab', 'cd']],
    [99, ['ab', 'cd', 'ef']],
  ] as const) {
    await llm.script('ada', { agent: 'report', content: 'abcdef', chunk_size: 2, cut_after_chunks });
    const { chunks, broken } = await readAll(await llm.stream(ada));
    assert.deepEqual(pieces(chunks), arrived);
    assert.ok(broken instanceof Error, 'the stream must not end properly');
    assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, null);
    const { outcome, pieces: sent } = await latest(llm, () => true);
    assert.deepEqual({ outcome, sent }, { outcome: 'cut', sent: arrived.length });
  }
});

test('a cut before the first piece, or without a stream, gives no response at all', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'abc', cut_after_chunks: 0 });
  await assert.rejects(() => llm.stream(ada), OpenAI.APIConnectionError);
  await llm.script('ada', { agent: 'report', content: 'abc', cut_after_chunks: 2 });
  await assert.rejects(() => llm.ask(ada), OpenAI.APIConnectionError);
});

test('a held stream goes on piece by piece as it is released, for its user alone', async (t) => {
  const llm = await startWithClient(t);
  for (const user of ['ada', 'bram'])
    await llm.script(user, { agent: 'report', content: 'abcdef', chunk_size: 1, hold_after_chunks: 2 });
  const stream = (await llm.stream(ada))[Symbol.asyncIterator]();
  const other = (await llm.stream({ ...ada, user: 'bram' }))[Symbol.asyncIterator]();
  const next = () => nextPiece(stream);

  assert.deepEqual([await next(), await next()], ['a', 'b']);
  assert.deepEqual([await nextPiece(other), await nextPiece(other)], ['a', 'b']);
  const { outcome, pieces: sent } = await latest(llm, () => true);
  assert.deepEqual({ outcome, sent }, { outcome: 'held', sent: 2 });

  // Who has read the last piece may release at once: it never comes too early.
  assert.equal(await llm.release('ada', { chunks: 1 }), 1);
  assert.equal(await next(), 'c');
  assert.equal(await llm.release('ada', { chunks: 1 }), 1);
  assert.equal(await next(), 'd');
  assert.equal((await latest(llm, () => true)).pieces, 4);
  assert.equal((await llm.journal('bram')).at(-1)?.outcome, 'held');

  assert.equal(await llm.release('ada'), 1);
  assert.deepEqual([await next(), await next()], ['e', 'f']);
  await latest(llm, (entry) => entry.outcome === 'whole');
  assert.equal(await llm.release('ada'), 0);
  assert.equal((await llm.journal('bram')).at(-1)?.outcome, 'held');
});

test('a hold of 0 keeps back the whole response; with a status it refuses late', async (t) => {
  const llm = await startWithClient(t);
  for (const [reply, settled] of [
    [{ content: 'abc' }, 'stream'],
    [{ status: 503 }, OpenAI.InternalServerError],
  ] as const) {
    await llm.script('ada', { agent: 'report', hold_after_chunks: 0, ...reply });
    let answered = false;
    const response = llm.stream(ada).finally(() => (answered = true));
    const outcome = response.then(
      () => 'stream' as const,
      (cause: unknown) => (cause as Error).constructor,
    );
    await latest(llm, (entry) => entry.outcome === 'held');
    assert.equal(answered, false);
    assert.equal(await llm.release('ada'), 1);
    assert.equal(await outcome, settled);
  }
});

test('a hold and a cut together hold first', async (t) => {
  const llm = await startWithClient(t);
  const reply = {
    agent: 'report',
    content: 'abcd',
    chunk_size: 1,
    hold_after_chunks: 2,
    cut_after_chunks: 2,
  };
  await llm.script('ada', reply);
  const reading = readAll(await llm.stream(ada));
  await latest(llm, (entry) => entry.outcome === 'held');
  await llm.release('ada');
  const { chunks, broken } = await reading;
  assert.deepEqual(pieces(chunks), ['a', 'b']);
  assert.ok(broken instanceof Error);
});

test('taking a script away lets its held streams go on', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'abcd', chunk_size: 1, hold_after_chunks: 1 });
  const reading = readAll(await llm.stream(ada));
  await latest(llm, (entry) => entry.outcome === 'held');
  await llm.call('DELETE', '/scripts/ada');
  assert.equal(pieces((await reading).chunks).join(''), 'abcd');
});

test('a client that goes away ends its stream, while it is held and while it is paced', async (t) => {
  const llm = await startWithClient(t);
  for (const pace of [{ hold_after_chunks: 1 }, { chunk_delay_ms: 10 }]) {
    await llm.script('ada', { agent: 'report', content: 'x'.repeat(5_000), chunk_size: 1, ...pace });
    const stream = await llm.stream(ada);
    for await (const chunk of stream) if (textOf(chunk) !== '') break;
    const { pieces: sent } = await latest(llm, (entry) => entry.outcome === 'abandoned');
    assert.ok(sent < 5_000);
    assert.equal(await llm.release('ada'), 0);
  }
});

test('a stop ends held streams too', async (t) => {
  const llm = await startWithClient(t);
  await llm.script('ada', { agent: 'report', content: 'abc', chunk_size: 1, hold_after_chunks: 1 });
  const reading = readAll(await llm.stream(ada));
  await latest(llm, (entry) => entry.outcome === 'held');
  await llm.stop();
  assert.ok((await reading).broken instanceof Error);
});
