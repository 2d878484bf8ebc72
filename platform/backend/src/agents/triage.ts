import { z } from 'zod';
import { conversation, startOf, type Agent } from './run-context';

const ROLE = `You are the triage agent of a chat service. Decide who works on the person's latest message:
"data" when figures, a calculation, their own usage or earlier messages must be looked up first,
"report" when it can be answered as it stands.
Answer with JSON alone: {"agent": "data" or "report", "reason": "a short sentence"}.`;

const decision = z.object({ agent: z.enum(['data', 'report']), reason: z.string().default('') });
type Decision = z.output<typeof decision>;

/** Picks the work. A model that does not answer as asked costs nothing but the look-up. */
export const triage: Agent = async (context, state) => {
  await context.emit('agent_started', startOf('triage', context));
  const thought = 'Working out what your message needs.';
  await context.emit('agent_thinking', { agent: 'triage', thought, step: 1, steps: state.steps });
  const { run, llm, signal } = context;
  const reply = await llm.ask({ user: run.user_id, messages: conversation(ROLE, context) }, signal);
  const { agent, reason } = decisionIn(reply.content) ?? {
    agent: 'report',
    reason: 'no decision in the answer',
  };
  context.logger.info({ run_id: run.id, agent, reason }, 'triage decided');
  return {
    ...state,
    step: agent,
    steps: agent === 'data' ? 3 : 2,
    agents: [...state.agents, 'triage'],
    tokens: state.tokens + reply.tokens,
  };
};

/** The first JSON object in the text: models like to wrap what they are asked for. */
export function decisionIn(text: string): Decision | undefined {
  const json = /\{[^{}]*\}/.exec(text)?.[0];
  if (json === undefined) return undefined;
  const parsed = decision.safeParse(parsedJson(json));
  return parsed.success ? parsed.data : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
