import type { Logger } from '@reference/kit/logger';
import type { ServerPayloads } from '../contract/events';
import { frame } from '../contract/frame';
import type { Database } from '../storage/database';
import { countBefore, findMessage, insertMessage, listMessages } from '../threads/message-store';
import { findThread, touchThread } from '../threads/thread-store';
import { usageOf, type UsageEvent } from '../usage/usage-event';
import type { Quota } from '../usage/quota';
import type { UsageLog } from '../usage/usage-outbox';
import type { Usage } from '../usage/usage-store';
import type { UserStream } from '../user-stream/user-stream';
import { AssistantFailure } from './assistant-failure';
import { data } from './data';
import type { Llm } from './llm';
import { report } from './report';
import { startOf, type Agent, type RunContext } from './run-context';
import { freshState, toolsUsed, type RunState, type Step } from './run-state';
import { finishRun, releaseRun, saveState, type Run } from './run-store';
import { triage } from './triage';

/** Messages of a thread that an agent is told. */
const REMEMBERED = 20;
/** A run that breaks this often for reasons of ours is given up. */
const MOST_ATTEMPTS = 5;
/** Seconds, times the attempt. */
const PAUSE_SECONDS = 1;

const AGENTS: Readonly<Record<Exclude<Step, 'announce'>, Agent>> = { triage, data, report };

const INTERNAL_ERROR = {
  code: 'internal_error',
  message: 'Something went wrong on our side while answering. Your message is safe: try again.',
  retryable: true,
} as const;

/** The run was stopped, deleted or taken over: whoever did it tells what there is to tell. */
class RunLeft extends Error {
  override readonly name = 'RunLeft';
}

/** What a step, or a run, took. */
type Worked = Partial<Pick<UsageEvent, 'agent' | 'tokens' | 'latency_ms'>>;

export interface SupervisorOptions {
  db: Database;
  stream: UserStream;
  usage: UsageLog;
  quota: Quota;
  llm: Llm;
  owner: string;
  freePlanMessages: number;
  logger: Logger;
}

/** Takes a message through the agents, step by step, from wherever its state says. */
export class Supervisor {
  constructor(private readonly options: SupervisorOptions) {}

  /** Resolves when the run has ended, was left to others, or is to be taken up again later. */
  async work(run: Run, signal: AbortSignal): Promise<void> {
    try {
      const context = await this.contextOf(run, signal);
      await this.goThrough(context);
    } catch (cause) {
      if (signal.aborted || cause instanceof RunLeft) return;
      await this.fail(run, cause);
    }
  }

  private async goThrough(context: RunContext): Promise<void> {
    const { run, logger } = context;
    logger.info({ run_id: run.id, attempt: run.attempts, step: run.state?.step ?? 'triage' }, 'run taken up');
    if (!run.state) await context.emit('agent_started', startOf('supervisor', context));
    let state = run.state ?? freshState();
    while (state.step !== 'announce') {
      const { step, tokens } = state;
      const startedAt = performance.now();
      state = await AGENTS[step](context, state);
      const latency_ms = Math.round(performance.now() - startedAt);
      await this.save(context, state, { agent: step, tokens: state.tokens - tokens, latency_ms });
      logger.info({ run_id: run.id, step, next: state.step }, 'step done');
    }
    await this.announce(context, state);
    await this.finish(run, 'completed', { tokens: state.tokens, latency_ms: state.answer?.durationMs ?? 0 });
    logger.info(
      { run_id: run.id, tokens: state.tokens, duration_ms: state.answer?.durationMs },
      'run completed',
    );
  }

  /** The answer and the state that knows of it are stored together: a crash neither loses nor doubles it. */
  private async save({ run }: RunContext, state: RunState, worked: Worked): Promise<void> {
    const { db, owner, usage } = this.options;
    await db.transaction().execute(async (tx) => {
      if (!(await saveState(tx, owner, run.id, state))) throw new RunLeft();
      await usage.record(tx, usageOf('agent_step', run, worked));
      if (!state.answer) return;
      const { thread_id, user_id, id: run_id } = run;
      const { messageId: id, content } = state.answer;
      await insertMessage(tx, {
        id,
        thread_id,
        user_id,
        run_id,
        role: 'assistant',
        content,
        client_message_id: null,
      });
      await touchThread(tx, user_id, thread_id);
    });
    usage.wake();
  }

  /** False where the run was left: whoever ended it counted it. One that failed counts against no plan. */
  private async finish(run: Run, status: 'completed' | 'failed', worked: Worked = {}): Promise<boolean> {
    const { db, owner, usage, quota } = this.options;
    let givenBack: Usage | undefined;
    const finished = await db.transaction().execute(async (tx) => {
      if (!(await finishRun(tx, owner, run.id, status))) return false;
      await usage.record(tx, usageOf(`run_${status}`, run, worked));
      if (status === 'failed') givenBack = await quota.giveBack(tx, run);
      return true;
    });
    usage.wake();
    if (finished) await quota.tellGivenBack(run.user_id, givenBack);
    return finished;
  }

  /** Once, though a run that could not be noted as finished is taken up again and comes here a second time. */
  private async announce(context: RunContext, state: RunState): Promise<void> {
    const { answer, tokens } = state;
    if (!answer) throw new Error('a run is to be announced that has no answer');
    const { content, messageId: message_id, durationMs: duration_ms } = answer;
    const agents = [...state.agents];
    await context.emitOnce('final_report', { content, agents, tools: toolsUsed(state), duration_ms });
    await context.emitOnce('agent_completed', { agent: 'supervisor', message_id, duration_ms, tokens });
  }

  private async contextOf(run: Run, signal: AbortSignal): Promise<RunContext> {
    const { db, llm, stream, freePlanMessages, logger } = this.options;
    const { user_id, thread_id, message_id, id: run_id } = run;
    const [thread, message, history, earlierMessages] = await Promise.all([
      findThread(db, user_id, thread_id),
      findMessage(db, user_id, message_id),
      listMessages(db, user_id, thread_id, REMEMBERED, message_id),
      countBefore(db, user_id, thread_id, message_id),
    ]);
    if (!thread || !message) throw new RunLeft();
    return {
      run,
      threadTitle: thread.title,
      earlierMessages,
      history,
      question: message.content,
      db,
      llm,
      freePlanMessages,
      logger,
      signal,
      emit: async (type, payload) => {
        signal.throwIfAborted();
        await stream.publish(user_id, frame(type, payload, { thread_id, run_id }));
      },
      emitOnce: async (type, payload) => {
        signal.throwIfAborted();
        await stream.publishOnce(user_id, { ...frame(type, payload, { thread_id, run_id }), run_id });
      },
    };
  }

  /** The model's fault ends the run and is told; ours is tried again, a few times. */
  private async fail(run: Run, cause: unknown): Promise<void> {
    const { db, owner, logger } = this.options;
    if (!(cause instanceof AssistantFailure) && run.attempts < MOST_ATTEMPTS) {
      logger.error(
        { err: cause, run_id: run.id, attempt: run.attempts },
        'a run broke; it is taken up again',
      );
      return releaseRun(db, owner, run.id, PAUSE_SECONDS * run.attempts);
    }
    logger.error({ err: cause, run_id: run.id }, 'a run failed');
    if (await this.finish(run, 'failed')) await this.tellFailure(run, cause);
  }

  private async tellFailure({ user_id, thread_id, id: run_id }: Run, cause: unknown): Promise<void> {
    await this.options.stream.publish(user_id, frame('agent_error', errorOf(cause), { thread_id, run_id }));
  }
}

function errorOf(cause: unknown): ServerPayloads['agent_error'] {
  if (!(cause instanceof AssistantFailure)) return INTERNAL_ERROR;
  const { retryAfterMs } = cause.detail;
  const retry = retryAfterMs === undefined ? {} : { retry_after: Math.ceil(retryAfterMs / 1_000) };
  return { code: cause.code, message: cause.sentence, retryable: true, ...retry };
}
