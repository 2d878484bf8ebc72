import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  forgetSecrets,
  listenForSecrets,
  redactJson,
  redactText,
  registerSecret,
  stopListening,
} from './redaction';
import { redactEnvelope } from './redaction/envelope';

const JWT =
  'eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJhZGEiLCJleHAiOjE3MDB9.c2lnbmF0dXJlLW9mLXRoaXM_LTAx';

afterEach(forgetSecrets);

/** The secret is gone, the rest of the text is exactly as expected, and a second pass changes nothing. */
function expectRedacted(text: string, expected: string): void {
  const once = redactText(text);
  assert.equal(once, expected);
  assert.equal(redactText(once), once, 'redacting twice changed the text');
}

function expectUntouched(text: string): void {
  assert.equal(redactText(text), text);
}

describe('redaction by shape', () => {
  const cases: Record<string, [string, string]> = {
    'a JWT in a sentence': [`Ada holds ${JWT}, says the log`, 'Ada holds [redacted:jwt], says the log'],
    'a JWT without signature': [`got ${JWT.split('.').slice(0, 2).join('.')}`, 'got [redacted:jwt]'],
    'a bearer header': ['Authorization: Bearer 9f8e7d6c5b4a', 'Authorization: Bearer [redacted:token]'],
    'a bearer header of letters and dashes': [
      'authorization: bearer my-secret-one',
      'authorization: bearer [redacted:token]',
    ],
    'basic credentials': [
      'Authorization: Basic YWRhOmh1bnRlcjI=',
      'Authorization: Basic [redacted:credential]',
    ],
    'a token as a subprotocol': [`chat.v1, bearer.${JWT}`, 'chat.v1, bearer.[redacted:jwt]'],
    'an opaque token as a subprotocol': [
      'chat.v1, bearer.9f8e7d6c5b4a3f2e',
      'chat.v1, bearer.[redacted:token]',
    ],
    'a cookie header': [
      'GET / HTTP/1.1\nCookie: sid=abc; theme=dark\nAccept: */*',
      'GET / HTTP/1.1\nCookie: [redacted:cookie]\nAccept: */*',
    ],
    'a set-cookie header': ['set-cookie: refresh=abc123; HttpOnly', 'set-cookie: [redacted:cookie]'],
    'an authorization without scheme': [
      'authorization: 4f3c2b1a-99',
      'authorization: [redacted:authorization]',
    ],
    'credentials in a URL': [
      'postgresql://auth:hunter2@127.0.0.1:5432/auth',
      'postgresql://auth:[redacted:password]@127.0.0.1:5432/auth',
    ],
    'a password in a URL without a user': [
      'redis://:hunter2@localhost:6379',
      'redis://:[redacted:password]@localhost:6379',
    ],
    'a token in a query': [
      'GET /auth/verify-email?token=plainword&next=%2F',
      'GET /auth/verify-email?token=[redacted:token]&next=%2F',
    ],
    'a code in a query': [
      '/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz',
      '/callback?code=[redacted:code]&state=xyz',
    ],
    'a code in an encoded URL': [
      '/login?next=%2Fcb%3Fcode%3DSplxlOBeZQQYb%26state%3Dxyz',
      '/login?next=%2Fcb%3Fcode%3D[redacted:code]%26state%3Dxyz',
    ],
    'a form body': [
      'grant_type=refresh_token&refresh_token=r-99&client_secret=abc',
      'grant_type=refresh_token&refresh_token=[redacted:token]&client_secret=[redacted:secret]',
    ],
    'an assignment in a log': [
      'login failed password=hunter and gone',
      'login failed password=[redacted:password] and gone',
    ],
    'an environment variable': ['OPENAI_API_KEY=sk-12345 node .', 'OPENAI_API_KEY=[redacted:secret] node .'],
    'a one-time code in prose': ['your code: 482913', 'your code: [redacted:code]'],
    'a password hash': ['row $argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA end', 'row [redacted:hash] end'],
    'a private key': [
      'key -----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY----- end',
      'key [redacted:private-key] end',
    ],
    'JSON inside a sentence': [
      'sent {"password":"a \\"b\\" c","n":1} to auth',
      'sent {"password":"[redacted:password]","n":1} to auth',
    ],
    'JSON cut off inside the secret': [
      'body {"n":1,"password":"hunt',
      'body {"n":1,"password":"[redacted:password]',
    ],
    'JSON inside JSON inside a sentence': [
      'sent {\\"access_token\\":\\"abc\\",\\"n\\":1} on',
      'sent {\\"access_token\\":\\"[redacted:token]\\",\\"n\\":1} on',
    ],
    'a list of cookies in a sentence': [
      'got {"set-cookie":["sid=1; Path=/","b=2"]} back',
      'got {"set-cookie":["[redacted:cookie]"]} back',
    ],
    'an inspected object': [
      `expected ${inspect({ name: 'Ada', password: 'hunter', size: 2 })}`,
      "expected { name: 'Ada', password: '[redacted:password]', size: 2 }",
    ],
    'an inspected private JWK': [
      `key ${inspect({ kty: 'EC', d: 'A'.repeat(43) })}`,
      "key { kty: 'EC', d: '[redacted:private-key]' }",
    ],
  };
  for (const [name, [text, expected]] of Object.entries(cases))
    it(`removes ${name}`, () => expectRedacted(text, expected));

  const spared = {
    'an error code in JSON': '{"code":"email_taken","status":409}',
    'an error code in a sentence': 'auth said {"code":"invalid_credentials"} (code: invalid_credentials)',
    'close codes and SQL states': '{"code":4001} {"code":"23505"} code=42P01 code: 4001',
    "Node's error codes": "{ code: 'ECONNREFUSED' } code=UND_ERR_SOCKET",
    'a snippet of source': '{"code":"Given(\'Ada\', function () {\\n  return \'pending\';\\n});"}',
    'words about tokens':
      'An expired token ends the session; Bearer authentication is required. basic sign-in works',
    'a challenge': 'WWW-Authenticate: Bearer error="invalid_token", error_description="it expired"',
    'a token that is a word': 'reason token=expired, cookie=missing',
    counts: '{"tokens":312,"token_type":"Bearer","expires_in":900,"max_tokens":4096}',
    'absent secrets': '{"password":"","token":null,"cookie":false}',
    'addresses without credentials':
      'http://127.0.0.1:8001/auth/login ws://localhost:8000/ws and ada@example.test',
    'a trace id and a UUID': '4bf92f3577b34da6a3ce929d0e0e4736 7b1f7a3e-6c1d-4a44-9d56-0a5f6f1f4a11',
    'a step': 'When Ada signs up with the password "short"',
  };
  for (const [name, text] of Object.entries(spared)) it(`spares ${name}`, () => expectUntouched(text));
});

describe('redaction by name', () => {
  const names = [
    'password', 'Password', 'newPassword', 'token', 'access_token', 'accessToken', 'refresh_token', 'resume_token',
    'secret', 'client_secret', 'cookie', 'Set-Cookie', 'authorization', 'Authorization', 'credential', 'x-api-key',
  ]; // prettier-ignore
  for (const name of names)
    it(`removes the value of ${name}, nested, in a string of JSON and as a list`, () => {
      const value = {
        body: { [name]: 'plain' },
        raw: JSON.stringify({ [name]: 'plain' }),
        list: { [name]: ['plain'] },
      };
      const once = redactJson(value);
      assert.doesNotMatch(JSON.stringify(once), /plain/);
      assert.deepEqual(redactJson(once), once);
      assert.equal(typeof JSON.parse(once.raw), 'object', 'the string of JSON is still JSON');
    });

  it('takes a code for a secret by its value', () => {
    assert.deepEqual(redactJson({ code: 'SplxlOBeZQQYbYS6WxSbIA', auth_code: '482913' }), {
      code: '[redacted:code]',
      auth_code: '[redacted:code]',
    });
    const spared = { code: 'email_not_verified', close: { code: 4001 }, status_code: '200200' };
    assert.deepEqual(redactJson(spared), spared);
  });

  it('removes the private members of a JWK and keeps the public ones', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'xxxx', y: 'yyyy', d: 'dddd', kid: 'k1' };
    assert.deepEqual(redactJson({ keys: [key] }), { keys: [{ ...key, d: '[redacted:private-key]' }] });
    assert.deepEqual(redactJson({ d: 'a direction' }), { d: 'a direction' });
  });

  it('knows headers as pairs, as one flat list and as name and value', () => {
    const flat = ['Host', 'a', 'Cookie', 'sid', 'Accept', 'b'];
    assert.deepEqual(redactJson(flat), ['Host', 'a', 'Cookie', '[redacted:cookie]', 'Accept', 'b']);
    assert.deepEqual(redactJson([['authorization', 'xyz']]), [['authorization', '[redacted:authorization]']]);
    assert.deepEqual(redactJson({ name: 'Set-Cookie', value: 'sid' }), {
      name: 'Set-Cookie',
      value: '[redacted:cookie]',
    });
  });

  it('removes a password that is a number', () => {
    assert.deepEqual(redactJson({ password: 12345678, age: 12345678 }), {
      password: '[redacted:password]',
      age: 12345678,
    });
  });

  it('does not take a sentence for a name', () => {
    const told = { 'Ada has no token': 'true' };
    assert.deepEqual(redactJson(told), told);
  });
});

describe('registered secrets', () => {
  const secret = 'correct horse/battery&"staple"';

  for (const [name, form] of Object.entries({
    plain: secret,
    'URL-encoded': encodeURIComponent(secret),
    'form-encoded': new URLSearchParams({ x: secret }).toString().slice(2),
    'JSON-escaped': JSON.stringify(secret).slice(1, -1),
    'XML-escaped': 'correct horse/battery&amp;&quot;staple&quot;',
    base64: Buffer.from(secret).toString('base64'),
    base64url: Buffer.from(secret).toString('base64url'),
  }))
    it(`are replaced ${name}`, () => {
      assert.ok(registerSecret(secret, 'password'));
      const once = redactText(`before ${form} after`);
      assert.doesNotMatch(once, new RegExp(form.slice(4, -4).replace(/[^\w ]/g, '\\$&')));
      assert.match(once, /^before \[redacted:password\].{0,4} after$/);
      assert.equal(redactText(once), once);
    });

  for (const lead of ['', 'a', 'ab', 'abc'])
    it(`are replaced in base64 of a longer text, ${lead.length} bytes in`, () => {
      registerSecret('482913-secret-code');
      const encoded = Buffer.from(`${lead}482913-secret-code and the rest`).toString('base64');
      assert.match(redactText(`x ${encoded} y`), /\[redacted:secret\]/);
    });

  it('win over what spares words', () => {
    registerSecret('email_taken_really');
    assert.equal(redactText('{"code":"email_taken_really"}'), '{"code":"[redacted:secret]"}');
  });

  it('replace the longer of two that begin alike', () => {
    registerSecret('abcdef');
    registerSecret('abcdefghij');
    assert.equal(redactText('x abcdefghij y abcdef z'), 'x [redacted:secret] y [redacted:secret] z');
  });

  it('are refused when too short to tell from words', () => {
    assert.equal(registerSecret('short'), false);
    assert.equal(redactText('a short word'), 'a short word');
  });

  it('never damage a marker', () => {
    registerSecret('redacted');
    registerSecret('password');
    assert.equal(redactText('[redacted:password]'), '[redacted:password]');
  });

  it('are known to the main thread before the next message of the worker that registered them', async () => {
    listenForSecrets();
    const worker = new Worker(
      `require('ts-node/register');
       const { registerSecret } = require(process.cwd() + '/reports/redaction.ts');
       const { parentPort } = require('node:worker_threads');
       for (let i = 0; i < 2500; i++) { registerSecret('planted-' + i + '-secret'); parentPort.postMessage('it is planted-' + i + '-secret'); }`,
      { eval: true },
    );
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (text: string) => seen.push(redactText(text)));
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
    stopListening();
    assert.equal(seen.length, 2500);
    assert.deepEqual(new Set(seen), new Set(['it is [redacted:secret]']));
  });
});

describe('redaction of Cucumber messages', () => {
  const attachment = (mediaType: string, body: string, encoding: 'IDENTITY' | 'BASE64') =>
    redactEnvelope({ attachment: { mediaType, body, contentEncoding: encoding as never } }).attachment
      ?.body ?? '';

  it('reaches text in attachments, encoded or not', () => {
    assert.equal(
      attachment('application/json', '{"token":"abc"}', 'IDENTITY'),
      '{"token":"[redacted:token]"}',
    );
    const encoded = attachment('text/plain', Buffer.from('Bearer abc-123-def').toString('base64'), 'BASE64');
    assert.equal(Buffer.from(encoded, 'base64').toString(), 'Bearer [redacted:token]');
  });

  it('leaves a picture alone unless it holds a registered secret', () => {
    const picture = Buffer.from([137, 80, 78, 71, 0, 255, 1, 2]).toString('base64');
    assert.equal(attachment('image/png', picture, 'BASE64'), picture);
    registerSecret('in-the-metadata');
    const tainted = Buffer.from('\x89PNG in-the-metadata').toString('base64');
    assert.doesNotMatch(
      Buffer.from(attachment('image/png', tainted, 'BASE64'), 'base64').toString(),
      /metadata/,
    );
  });

  it('keeps the ids by which messages refer to each other', () => {
    const step = {
      testStepStarted: {
        testCaseStartedId: 'c0ffee00-1111-4222-8333-444455556666',
        testStepId: 's1',
        timestamp: { seconds: 1, nanos: 2 },
      },
    };
    assert.deepEqual(redactEnvelope(step), step);
  });
});

describe('redaction of long texts', () => {
  it('takes time in proportion to their length', () => {
    for (let i = 0; i < 5000; i++) registerSecret(`secret-number-${i}`);
    const run = 'A1b2_C3-'.repeat(40_000);
    const started = process.cpuUsage();
    redactText(`value: ${run} "token":"x" ${run} ${'{"a":1,"tokenish":'.repeat(5000)}`);
    assert.ok(process.cpuUsage(started).user / 1e6 < 2, 'took more than 2 s of CPU');
  });
});
