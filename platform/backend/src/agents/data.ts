import { conversation, startOf, type Agent, type RunContext } from './run-context';
import type { RunState, ToolCall, ToolRound } from './run-state';
import { storable } from '../contract/text';
import { ToolRefused, type ToolOutcome } from './tools/tool';
import { TOOLS } from './tools';

const ROLE = `You are the data agent of a chat service. Call the tools that give what the person's latest message needs:
as many as it takes, one after the other where one depends on another. When you have everything, say so in a sentence.`;

/** A model that wants ever more is cut short; what was found so far has to do. */
const MOST_ROUNDS = 5;

/** Does one round of tool calls; it comes round again until the model has what it needs. */
export const data: Agent = async (context, state) => {
  const round = state.rounds.length + 1;
  if (round === 1) await context.emit('agent_started', startOf('data', context));
  const thought = round === 1 ? 'Looking for what is needed.' : 'Checking whether anything is missing.';
  await context.emit('agent_thinking', { agent: 'data', thought, step: 2, steps: state.steps });

  const { run, llm, signal } = context;
  const tools = [...TOOLS.values()].map(({ offer }) => offer);
  const messages = conversation(ROLE, context, state);
  const reply = await llm.ask({ user: run.user_id, messages, tools }, signal);
  const known = { ...state, agents: withData(state), tokens: state.tokens + reply.tokens };
  const calls = reply.toolCalls.filter((call) => !wasCalled(state, call));
  if (calls.length === 0) return { ...known, step: 'report' };

  const done = await runInTurn(context, calls);
  return { ...known, rounds: [...state.rounds, done], step: round < MOST_ROUNDS ? 'data' : 'report' };
};

function withData({ agents }: RunState): RunState['agents'] {
  return agents.includes('data') ? agents : [...agents, 'data'];
}

/** The same tool with the same arguments gives the same again: a model that repeats itself is done. */
function wasCalled({ rounds }: RunState, { name, arguments: text }: ToolCall): boolean {
  return rounds.some(({ calls }) =>
    calls.some((earlier) => earlier.name === name && earlier.arguments === text),
  );
}

async function runInTurn(context: RunContext, calls: readonly ToolCall[]): Promise<ToolRound> {
  const results = [];
  for (const call of calls) results.push({ callId: call.id, result: await runTool(context, call) });
  return { calls, results };
}

/** Runs one tool and tells about it. @returns what the model is told, a refusal included. */
async function runTool(context: RunContext, { name, arguments: text }: ToolCall): Promise<string> {
  const args = argumentsIn(text);
  await context.emit('tool_executing', { agent: 'data', tool: name, arguments: args ?? {} });
  const startedAt = performance.now();
  const { result, text: words } = await outcomeOf(context, name, args);
  const duration_ms = Math.round(performance.now() - startedAt);
  await context.emit('tool_completed', { agent: 'data', tool: name, result, duration_ms });
  return words;
}

async function outcomeOf(
  context: RunContext,
  name: string,
  args: Record<string, unknown> | undefined,
): Promise<ToolOutcome> {
  const tool = TOOLS.get(name);
  if (!tool) return refused(`There is no tool named ${name}.`);
  if (!args) return refused('The arguments are not a JSON object.');
  const { db, run, freePlanMessages } = context;
  const whose = {
    db,
    userId: run.user_id,
    threadId: run.thread_id,
    messageId: run.message_id,
    freePlanMessages,
  };
  try {
    return await tool.run(whose, args);
  } catch (cause) {
    if (cause instanceof ToolRefused) return refused(cause.message);
    throw cause;
  }
}

function refused(error: string): ToolOutcome {
  return { result: { error }, text: JSON.stringify({ error }) };
}

/** @returns undefined for what is not a JSON object. */
function argumentsIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text, (_key, part: unknown) =>
      typeof part === 'string' ? storable(part) : part,
    );
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
