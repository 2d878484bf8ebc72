import type { Page } from 'playwright-core';
import { textOf, type ServerFrame } from '../../contract/frames';
import type { SeenStep } from '../chat';

/** The chat as it stood at one moment, in words. */
interface Look {
  readonly at: number;
  readonly status: string;
  readonly activities: readonly string[];
  /** The newest answer, and what stands under the newest message of the person's own. */
  readonly answer: string;
  readonly said: string;
}

/**
 * In the page, by its own clock: frames as they arrive (socket-watch.ts hands them over, ahead of the page's own
 * scripts), and the chat whenever it changes.
 */
const WATCH = `(() => {
  window.chatArrivals = [];
  window.chatLooks = [];
  const words = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
  let last = '';
  const look = () => {
    const seen = {
      status: words('[aria-label="Agents at work"] [role="status"]').at(-1) ?? '',
      activities: words('[aria-label="Agents at work"] li'),
      answer: words('article[aria-label="Assistant"] .text').at(-1) ?? '',
      said: words('article[aria-label="You"] .message__foot').at(-1) ?? '',
    };
    const now = JSON.stringify(seen);
    if (now !== last) window.chatLooks.push({ at: performance.now(), ...seen });
    last = now;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

export async function watchChat(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

/** When each frame arrived and when it showed; what the chat shows for a frame is told in docs/pages.md. */
export async function stepsSeen(page: Page, frames: readonly ServerFrame[]): Promise<SeenStep[]> {
  const seen: unknown = await page.evaluate('[window.chatArrivals, window.chatLooks]');
  const [arrivals, looks] = seen as [[at: number, text: string][] | null, Look[]];
  if (!arrivals) throw new Error('Nobody watched this page.');
  const arrivedAt = new Map(arrivals.map(([at, text]) => [(JSON.parse(text) as { id?: string }).id, at]));
  let told = '';
  return frames.flatMap((frame): SeenStep[] => {
    if (frame.type === 'partial_result') told += textOf(frame.payload, 'content');
    const sign = signOf(frame, told);
    if (!sign) return [];
    const arrived = arrivedAt.get(frame.id) ?? NaN;
    const shown = looks.find((look) => look.at >= arrived && sign.isShown(look))?.at;
    const { type } = frame;
    return [
      { type, shows: sign.words, arrivedAt: arrived, ...(shown === undefined ? {} : { shownAt: shown }) },
    ];
  });
}

interface Sign {
  readonly words: string;
  isShown(look: Look): boolean;
}

function signOf({ type, payload }: ServerFrame, told: string): Sign | undefined {
  const of = (key: string) => textOf(payload, key);
  switch (type) {
    case 'message_accepted':
      return { words: 'the question as "Sent"', isShown: ({ said }) => said.endsWith('Sent') };
    case 'agent_started':
      // The supervisor hands over in the same moment; of the others, whoever thinks has started.
      if (of('agent') === 'supervisor') return undefined;
      return {
        words: `the ${of('agent')} agent at work`,
        isShown: ({ status, activities }) =>
          status === `The ${of('agent')} agent is at work` ||
          activities.some((text) => text.startsWith(`${of('agent')} is thinking`)),
      };
    case 'agent_thinking':
      return activity(`${of('agent')} is thinking: ${of('thought')}`);
    case 'tool_executing':
      return activity(`${of('agent')} uses ${of('tool')}`);
    case 'tool_completed':
      return activity(`${of('agent')} used ${of('tool')} in ${Number(payload['duration_ms'])} ms`);
    case 'partial_result':
      return { words: `"${told}" of the answer`, isShown: ({ answer }) => answer.startsWith(told.trim()) };
    case 'final_report':
      return { words: 'the whole answer', isShown: ({ answer }) => answer === of('content').trim() };
    case 'agent_completed':
      return { words: 'that the agents are done', isShown: ({ status }) => status === 'The agents are done' };
    default:
      return undefined;
  }
}

function activity(text: string): Sign {
  return { words: `"${text}"`, isShown: ({ activities }) => activities.includes(text) };
}
