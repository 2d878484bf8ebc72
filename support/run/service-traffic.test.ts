import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandsToldBy, exchangeToldBy, trafficAmongServices, type TrafficLine } from './service-traffic';

const answered = (service: string, request: string, status = 200): TrafficLine => {
  const [method = '', path = ''] = request.split(' ');
  return { service, method, path, status, msg: `${request} ${status}` };
};

describe('what a log line tells of the traffic among services', () => {
  for (const [line, told] of [
    [answered('frontend', 'GET /api/*'), 'backend http real services'],
    [answered('frontend', 'POST /auth/*', 403), 'auth http real services'],
    [answered('frontend', 'GET /ws', 101), 'backend websocket real services'],
    [answered('auth', 'POST /auth/validate'), 'auth http real services'],
    [answered('auth', 'DELETE /auth/me', 204), 'auth http real services'],
    [answered('llm', 'POST /v1/chat/completions'), 'llm http stand-in services'],
    [answered('identity', 'POST /google/*'), 'identity http stand-in services'],
    [answered('identity', 'GET /github/user/emails'), 'identity http stand-in services'],
    [{ service: 'mail', msg: 'mail accepted' }, 'mail smtp stand-in services'],
    [answered('analytics', 'POST /'), 'analytics sql real everybody'],
  ] as const)
    it(`is an exchange: ${line.service} ${line.msg}`, () => {
      const seen = exchangeToldBy(line);
      assert.ok(seen);
      assert.equal(`${seen.peer} ${seen.kind} ${seen.real ? 'real' : 'stand-in'} ${seen.of}`, told);
    });

  for (const line of [
    // Pages and their parts go to people; whom the edge could not reach, it exchanged nothing with.
    answered('frontend', 'GET /theme.js'),
    answered('frontend', 'GET /api/*', 503),
    // Also asked by the suite, which counts its own.
    answered('auth', 'POST /auth/login'),
    answered('backend', 'GET /api/profile'),
    // How the suite tells stand-ins what to say, and reads what they heard.
    answered('llm', 'PUT /scripts/:user', 204),
    answered('mail', 'GET /api/v1/search'),
    answered('identity', 'PUT /people/:email', 204),
    // Browsers on their way through a provider.
    answered('identity', 'GET /google/*', 303),
    answered('identity', 'GET /google/interaction/:uid'),
    answered('analytics', 'GET /'),
    { service: 'backend', msg: 'run completed' },
  ])
    it(`is none: ${line.service} ${line.msg}`, () => assert.equal(exchangeToldBy(line), undefined));
});

describe('what Redis tells of the traffic', () => {
  it('is what services alone send: nothing that only reads, and nothing that their scripts send in turn', () => {
    const info = [
      '# Commandstats',
      'cmdstat_evalsha:calls=10,usec=1',
      'cmdstat_exec:calls=3,usec=1',
      'cmdstat_multi:calls=3,usec=1',
      'cmdstat_incrby:calls=500,usec=1',
      'cmdstat_get:calls=500,usec=1',
      'cmdstat_acl|setuser:calls=6,usec=1',
    ];
    assert.equal(commandsToldBy(info.join('\r\n')), 13);
  });
});

describe('traffic that cannot be seen', () => {
  it('is said, and fails nothing', async () => {
    const nobody = 'http://127.0.0.1:1';
    const platform = {
      ...{ target: 'local', addresses: { discovery: '/nowhere' }, origin: nobody, lacking: {} },
      stores: { auth_database: 'postgresql://a:b@127.0.0.1:1/x', redis: 'redis://127.0.0.1:1' },
    };
    const { exchanges, complaint } = await trafficAmongServices(platform, { url: nobody, token: 't' });
    assert.deepEqual(exchanges, []);
    assert.match(
      complaint ?? '',
      /^Not all that the services exchange could be counted: (.*ECONNREFUSED.*; ?){2}/,
    );
  });
});
