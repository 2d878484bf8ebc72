import { randomUUID } from 'node:crypto';
import { AssistantFailure } from './assistant-failure';
import { conversation, startOf, type Agent } from './run-context';

const ROLE = `You are the report agent of a chat service. Answer the person's latest message in their language, clearly
and briefly. Use what the tools found, and say so plainly when something could not be found.`;

/** Writes the answer, part by part before the person's eyes; it is stored with the state. */
export const report: Agent = async (context, state) => {
  await context.emit('agent_started', startOf('report', context));
  const thought = 'Writing the answer.';
  await context.emit('agent_thinking', { agent: 'report', thought, step: state.steps, steps: state.steps });

  const { run, llm, signal } = context;
  let index = 0;
  const onPart = (content: string) =>
    context.emit('partial_result', { agent: 'report', content, index: index++, is_final: false });
  const messages = conversation(ROLE, context, state);
  const reply = await llm.ask({ user: run.user_id, messages, onPart }, signal);
  if (reply.content === '') throw new AssistantFailure('assistant_failed', 'the answer is empty');

  const durationMs = Date.now() - state.startedAt;
  return {
    ...state,
    step: 'announce',
    agents: [...state.agents, 'report'],
    tokens: state.tokens + reply.tokens,
    answer: { messageId: randomUUID(), content: reply.content, durationMs },
  };
};
