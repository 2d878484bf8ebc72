import type { Database } from '../../storage/database';
import type { Tool as ToolOffer } from '../completions';

/** Whose run a tool works in: it sees this person's thread and figures and nothing else. */
export interface ToolContext {
  readonly db: Database;
  readonly userId: string;
  readonly threadId: string;
  /** The message that is being answered. */
  readonly messageId: string;
  readonly freePlanMessages: number;
}

/** What a tool gave: shown to the person, and put into words for the model. */
export interface ToolOutcome {
  readonly result: Record<string, unknown>;
  readonly text: string;
}

/** Something the data agent can have done. */
export interface AgentTool {
  readonly offer: ToolOffer;
  /** @throws ToolRefused with a sentence for the model. */
  run(context: ToolContext, args: Record<string, unknown>): Promise<ToolOutcome>;
}

/** A tool that cannot do what it was asked; the model is told and may ask otherwise. */
export class ToolRefused extends Error {
  override readonly name = 'ToolRefused';
}
