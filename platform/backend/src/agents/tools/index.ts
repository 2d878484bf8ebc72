import { z } from 'zod';
import { searchMessages } from '../../threads/message-store';
import { findUsage } from '../../usage/usage-store';
import { calculate, NotCalculable } from './calculate';
import { ToolRefused, type AgentTool } from './tool';

const MOST_FOUND = 10;

const lookUpUsage: AgentTool = {
  offer: {
    type: 'function',
    function: {
      name: 'look_up_usage',
      description: "The person's own plan and how many messages of it they have used this month.",
      parameters: { type: 'object', properties: {}, additionalProperties: false },
    },
  },
  async run({ db, userId, freePlanMessages }) {
    const usage = await findUsage(db, userId, freePlanMessages);
    if (!usage) throw new ToolRefused('The usage is not known.');
    return { result: { ...usage }, text: JSON.stringify(usage) };
  },
};

const searchHistory: AgentTool = {
  offer: {
    type: 'function',
    function: {
      name: 'search_history',
      description: 'Earlier messages of this conversation that contain the given words.',
      parameters: {
        type: 'object',
        properties: { query: { type: 'string', description: 'words to look for' } },
        required: ['query'],
        additionalProperties: false,
      },
    },
  },
  async run({ db, userId, threadId, messageId }, args) {
    const { query } = argumentsOf(z.object({ query: z.string().min(1).max(500) }), args);
    const found = await searchMessages(db, userId, threadId, query, messageId, MOST_FOUND);
    const matches = found.map(({ role, content, created_at }) => ({ role, content, created_at }));
    return { result: { matches }, text: JSON.stringify(matches) };
  },
};

const calculateTool: AgentTool = {
  offer: {
    type: 'function',
    function: {
      name: 'calculate',
      description: 'Calculates an arithmetic expression with + - * / % ^ and parentheses.',
      parameters: {
        type: 'object',
        properties: { expression: { type: 'string', description: 'for example (12.5 + 3) * 4' } },
        required: ['expression'],
        additionalProperties: false,
      },
    },
  },
  async run(_context, args) {
    const { expression } = argumentsOf(z.object({ expression: z.string().min(1) }), args);
    try {
      const value = calculate(expression);
      return { result: { value }, text: String(value) };
    } catch (cause) {
      if (cause instanceof NotCalculable) throw new ToolRefused(cause.message);
      throw cause;
    }
  },
};

/** The data agent's tools, by name. */
export const TOOLS: ReadonlyMap<string, AgentTool> = new Map(
  [lookUpUsage, searchHistory, calculateTool].map((tool) => [tool.offer.function.name, tool]),
);

function argumentsOf<S extends z.ZodType>(schema: S, args: Record<string, unknown>): z.output<S> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  throw new ToolRefused(
    parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  );
}
