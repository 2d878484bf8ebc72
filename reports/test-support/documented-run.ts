import type { Envelope } from '@cucumber/messages';
import { EXCHANGES_MEDIA_TYPE, LOGS_MEDIA_TYPE } from '../run/facts';
import { stream, type Script } from './stream';

/** A small run with everything that the living documentation shows: passes, a failure, what was not looked at, evidence. */

/** What would do harm if a page took it for anything but words. */
export const HOSTILE = `</script><script>window.harmed=1</script><img src=x onerror="window.harmed=1">\u2028'"`;
const FORMULA = '=HYPERLINK("https://elsewhere.example","click")';

/** One black point. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export const DOCUMENTED_FEATURES: Record<string, string> = {
  'features/chat/many-tabs.feature': `@journey:many-tabs
Feature: A chat in many tabs is one chat
  People open a second tab before they have closed the first.
  Revenue at risk: $50K MRR, user experience.

  Background:
    Given Ada is a customer

  Rule: Every tab has the whole chat

    @req:U5.1
    Scenario: A third tab beside two others
      When Ada opens her chat in a third tab
      Then each tab is welcomed by itself

    @req:U5.2 @layer:page
    Scenario Outline: What is asked in one tab is answered in both, <where>
      When Ada asks "4 servers?" <where>
      Then Ada reads the same answer in each tab

      Examples: ways
        | where        |
        | on the pages |
        | with an app  |
`,
  'features/onboarding/new-user-first-chat.feature': `@journey:new-user-first-chat
Feature: A new user reaches the first answer

  @req:U10.1
  Scenario: The link is old
    Given Ada has a link of yesterday
    When Ada follows it
    Then Ada is told that it has expired
      | what | said           |
      | link | it has expired |
`,
  'features/sign-in/token-lifecycle.feature': `@journey:token-lifecycle
Feature: A token opens what it should

  @req:U6.1
  Scenario: ${FORMULA}
    Given nobody

  @req:U6.2
  Scenario: ${HOSTILE.replaceAll('\u2028', ' ')}
    Given Ada says "${HOSTILE.replaceAll('\u2028', ' ')}"
      """
      ${HOSTILE}
      """
`,
};

const exchange = (what: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ at: 1_800_000_001_000, actor: 'Ada', peer: 'auth', kind: 'http', real: true, what },
  ...more,
});

const evidence = (step: number, ...exchanges: Record<string, unknown>[]) => ({
  body: JSON.stringify(exchanges),
  mediaType: EXCHANGES_MEDIA_TYPE,
  step,
});

const CHAT: Script = {
  facts: {
    measures: [{ name: 'event_delivery', ms: 12, budget_ms: 500 }],
    exchanges: [{ peer: 'auth', kind: 'http', real: true, count: 3 }],
    path: ['sign-up', 'login', 'chat-socket'],
    assertions: 3,
  },
  attachments: [
    evidence(
      0,
      exchange('POST /auth/login -> 200', { sent: { password: '[redacted:password]' }, duration_ms: 20 }),
      exchange('GET /api/v1/message/1 -> 200', {
        ...{ actor: 'the suite', peer: 'mail', real: false },
        received: { Subject: 'Confirm your address', To: [{ Name: 'Ada' }] },
      }),
    ),
    evidence(
      1,
      exchange('sent chat_message', { peer: 'backend', kind: 'websocket', sent: { type: 'chat_message' } }),
      exchange('received agent_started', { peer: 'backend', kind: 'websocket' }),
      exchange('received partial_result', { peer: 'backend', kind: 'websocket' }),
      exchange('received partial_result', { peer: 'backend', kind: 'websocket' }),
    ),
    evidence(
      2,
      exchange('the user', {
        actor: 'the suite',
        peer: 'backend-database',
        kind: 'sql',
        received: [{ id: 1 }],
      }),
    ),
    {
      body: PICTURE,
      mediaType: 'image/png',
      fileName: 'ada.png',
      contentEncoding: 'BASE64' as const,
      step: 2,
    },
    {
      body: JSON.stringify([
        {
          time: '2027-01-15T08:00:01.010Z',
          level: 'info',
          service: 'auth',
          event_id: 'e1',
          event_type: 'user.registered',
          msg: 'published user.registered',
        },
        {
          time: '2027-01-15T08:00:01.020Z',
          level: 'info',
          service: 'backend',
          event_id: 'e1',
          msg: 'user event taken in',
        },
        { time: '2027-01-15T08:00:01.030Z', level: 'warn', service: 'backend', msg: HOSTILE },
      ]),
      mediaType: LOGS_MEDIA_TYPE,
    },
  ],
};

export const DOCUMENTED_SCRIPTS: Record<string, Script> = {
  'A third tab beside two others': CHAT,
  'What is asked in one tab is answered in both, on the pages': CHAT,
  'The link is old': {
    steps: ['PASSED', 'PASSED', 'FAILED'],
    message: `Ada was never told.\n  wanted   it has expired\n  last     ${HOSTILE}\n  auth     08:00:01.100 ERROR no such link`,
  },
  [FORMULA]: {
    steps: ['SKIPPED'],
    before: 'SKIPPED',
    after: 'SKIPPED',
    unverified: { capability: 'x', reason: 'The target keeps its key.' },
  },
  [HOSTILE.replaceAll('\u2028', ' ').trim()]: {
    attachments: [
      evidence(
        0,
        exchange(HOSTILE, {
          actor: HOSTILE,
          peer: HOSTILE,
          sent: HOSTILE,
          received: { __proto__: 1, [HOSTILE]: HOSTILE },
        }),
      ),
      { body: `<script>window.harmed=1</script>`, mediaType: 'text/html', fileName: 'page.html', step: 0 },
    ],
  },
};

export function documentedRun(): Envelope[] {
  return stream({ features: DOCUMENTED_FEATURES, scripts: DOCUMENTED_SCRIPTS });
}
