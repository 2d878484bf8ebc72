import { createTransport } from 'nodemailer';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { startProcess } from '../testing/child';
import { silent, temporaryFolder } from '../testing/in-test';
import { Mailbox, type Mail } from './mailbox';
import { startMail } from './stand-in';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

interface Found {
  messages: {
    ID: string;
    Created: string;
    To: { Address: string }[];
    From: { Address: string };
    Subject: string;
  }[];
  messages_count: number;
}

async function start(t: TestContext) {
  const SERVICE_DISCOVERY_DIR = await temporaryFolder(t);
  const settings = {
    PORT: 0,
    SMTP_PORT: 0,
    INSTANCE: '1',
    LOG_LEVEL: 'info',
    SERVICE_DISCOVERY_DIR,
  } as const;
  const mail = await startMail(settings, silent);
  t.after(() => mail.stop());
  const { url, api_url } = mail.registration;
  const transport = createTransport(api_url);
  const searchUrl = (query: string) => `${url}/api/v1/search?query=${encodeURIComponent(query)}`;
  return {
    url,
    api_url,
    searchUrl,
    send: (to: string, subject: string, more: object = {}) =>
      transport.sendMail({
        from: 'Chat <no-reply@example.org>',
        to,
        subject,
        text: `Text of ${subject}`,
        ...more,
      }),
    search: async (query: string) => (await (await fetch(searchUrl(query))).json()) as Found,
  };
}

test('a mail that was accepted is found by its addressee, newest first, and by nobody else', async (t) => {
  const mail = await start(t);
  await mail.send('Ada <Ada@example.org>', 'first');
  await mail.send('ada@example.org, bram@example.org', 'second');
  await mail.send('xada@example.org', 'not hers');

  const { messages, messages_count } = await mail.search('to:"ada@example.org"');

  assert.deepEqual(
    messages.map(({ Subject }) => Subject),
    ['second', 'first'],
  );
  assert.equal(messages_count, 2);
  const [second, first] = messages;
  assert.ok(first && second);
  assert.deepEqual(first.To, [{ Name: 'Ada', Address: 'Ada@example.org' }]);
  assert.equal(second.To.length, 2);
  assert.deepEqual(second.From, { Name: 'Chat', Address: 'no-reply@example.org' });
  assert.equal(new Date(second.Created).toISOString(), second.Created);
  assert.deepEqual((await mail.search('to:nobody@example.org')).messages, []);
});

test('a mail is read with its text, its HTML and its headers, decoded', async (t) => {
  const mail = await start(t);
  const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
  await mail.send('ada@example.org', 'Grüße 👋', {
    text: 'Bestätigen: https://example.org/verify-email?token=a=b&c',
    html: '<p>Bestätigen</p>',
    headers: { traceparent, 'x-many': ['one', 'two'] },
  });
  const id = (await mail.search('to:"ada@example.org"')).messages[0]?.ID;

  const read = (await (await fetch(`${mail.url}/api/v1/message/${id}`)).json()) as Mail;
  assert.equal(read.ID, id);
  assert.equal(read.Subject, 'Grüße 👋');
  assert.equal(read.Text.trim(), 'Bestätigen: https://example.org/verify-email?token=a=b&c');
  assert.equal(read.HTML.trim(), '<p>Bestätigen</p>');

  const headers = (await (await fetch(`${mail.url}/api/v1/message/${id}/headers`)).json()) as Mail['headers'];
  assert.deepEqual(headers.Traceparent, [traceparent]);
  assert.deepEqual(headers['X-Many'], ['one', 'two']);
});

test('deleting takes the mails of one addressee', async (t) => {
  const mail = await start(t);
  await mail.send('ada@example.org', 'for Ada');
  await mail.send('bram@example.org', 'for Bram');
  const id = (await mail.search('to:"ada@example.org"')).messages[0]?.ID;

  const deleted = await fetch(mail.searchUrl('to:"ADA@example.org"'), { method: 'DELETE' });

  assert.equal(deleted.status, 200);
  assert.deepEqual((await mail.search('to:"ada@example.org"')).messages, []);
  assert.equal((await fetch(`${mail.url}/api/v1/message/${id}`)).status, 404);
  assert.equal((await mail.search('to:"bram@example.org"')).messages.length, 1);
});

test('an unknown ID is answered 404, another filter 400, a missing query 422', async (t) => {
  const mail = await start(t);
  for (const path of ['/api/v1/message/nothing', '/api/v1/message/nothing/headers']) {
    const answer = await fetch(mail.url + path);
    assert.equal(answer.status, 404);
    assert.equal(((await answer.json()) as { code: string }).code, 'mail_not_found');
  }
  assert.equal((await fetch(mail.searchUrl('subject:"hello"'))).status, 400);
  // A filter that is not understood must never delete.
  assert.equal((await fetch(mail.searchUrl(''), { method: 'DELETE' })).status, 400);
  assert.equal((await fetch(`${mail.url}/api/v1/search`)).status, 422);
});

test('search answers a page', async (t) => {
  const mail = await start(t);
  for (const subject of ['one', 'two', 'three']) await mail.send('ada@example.org', subject);
  const page = (await (
    await fetch(`${mail.searchUrl('to:"ada@example.org"')}&start=1&limit=1`)
  ).json()) as Found;
  assert.deepEqual(
    page.messages.map(({ Subject }) => Subject),
    ['two'],
  );
  assert.equal(page.messages_count, 3);
});

test('a mail over the size limit is refused with 552 and not kept', async (t) => {
  const mail = await start(t);
  const socket = connect(Number(new URL(mail.api_url).port), '127.0.0.1').setEncoding('utf8');
  t.after(() => socket.destroy());
  const say = async (line: string): Promise<string> => {
    if (line !== '') socket.write(`${line}\r\n`);
    const [answer] = (await once(socket, 'data')) as [string];
    return answer;
  };
  await say('');
  await say('HELO test');
  await say('MAIL FROM:<a@example.org>');
  await say('RCPT TO:<ada@example.org>');
  await say('DATA');
  const line = `${'x'.repeat(998)}\r\n`;
  socket.write(`To: ada@example.org\r\n\r\n${line.repeat(10_100)}`);
  assert.match(await say('.'), /^552 /);
  assert.deepEqual((await mail.search('to:"ada@example.org"')).messages, []);
});

test('health tells of the SMTP side', async (t) => {
  const mail = await start(t);
  const report = (await (await fetch(`${mail.url}/health`)).json()) as { status: string; checks: object };
  assert.equal(report.status, 'ready');
  assert.deepEqual(Object.keys(report.checks), ['smtp']);
});

test('beyond its bounds the mailbox forgets the oldest mails', () => {
  const content = {
    From: { Name: '', Address: 'a@x' },
    To: [{ Name: '', Address: 'b@x' }],
    Text: '',
    HTML: '',
  };
  const few = new Mailbox({ entries: 2, size: 1_000_000 });
  const mails = ['1', '2', '3'].map((Subject) => few.put({ ...content, Subject, headers: {} }));
  assert.deepEqual(
    few.addressedTo('b@x').map(({ Subject }) => Subject),
    ['3', '2'],
  );
  assert.equal(few.find(mails[0]?.ID ?? ''), undefined);

  const small = new Mailbox({ entries: 100, size: 3_000 });
  for (const Subject of ['1', '2', '3'])
    small.put({ ...content, Subject, Text: 'x'.repeat(1_200), headers: {} });
  assert.equal(small.addressedTo('b@x').length, 2);
});

test('as a process: registers, logs in the trace of the mail without its words, and stops', async (t) => {
  const child = await startProcess(t, join(__dirname, 'main.ts'), 'mail');
  assert.equal(child.entry.service, 'mail');
  assert.match(child.entry.api_url, /^smtp:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await fetch(child.entry.health_url)).status, 200);
  // A pooled sender keeps its connection open, and must not keep the stand-in from stopping.
  const transport = createTransport({ url: child.entry.api_url, pool: true });
  t.after(() => transport.close());
  await transport.sendMail({
    from: 'no-reply@example.org',
    to: 'ada@example.org',
    subject: 'secret subject',
    text: 'secret text',
    headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
  });

  assert.equal(await child.terminate(), 0);

  const accepted = child.lines.filter(({ msg }) => msg === 'mail accepted');
  assert.deepEqual(
    accepted.map(({ trace_id, service, recipients }) => ({ trace_id, service, recipients })),
    [{ trace_id: TRACE, service: 'mail', recipients: 1 }],
  );
  assert.doesNotMatch(JSON.stringify(child.lines), /secret/);
  assert.deepEqual(await child.registered(), []);
});

test('as a process: leaves when whoever started it is gone', async (t) => {
  const child = await startProcess(t, join(__dirname, 'main.ts'), 'mail');
  assert.equal(await child.letGo(), 0);
});
