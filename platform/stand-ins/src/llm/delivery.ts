import { setTimeout as timer } from 'node:timers/promises';
import { inPieces, type Pace, type SpokenAnswer } from './answer';
import type { Connection } from './connection';
import type { Release } from './holds';
import type { JournalEntry } from './journal';
import {
  chunk,
  usageChunk,
  type Envelope,
  type FinishReason,
  type IdentifiedToolCall,
  type Usage,
} from './protocol';

/** An answer made ready to be sent. */
export interface Delivery {
  readonly envelope: Envelope;
  readonly pace: Pace;
  /** One delta for each piece. */
  readonly pieces: readonly object[];
  readonly finish: FinishReason;
  /** Sent at the end of the stream; undefined when the client did not ask for it. */
  readonly usage: Usage | undefined;
}

/** Where an answer goes out. */
export type Outlet = Pick<Connection, 'gone' | 'open' | 'send' | 'json' | 'end' | 'cut'>;

/** Waits for the user's release; undefined when the client went away first. */
export type Hold = (gone: AbortSignal) => Promise<Release | undefined>;

/** The deltas of an answer, piece by piece. */
export function piecesOf(answer: SpokenAnswer, toolCalls: readonly IdentifiedToolCall[]): object[] {
  if (answer.kind === 'text')
    return inPieces(answer.content, answer.chunkSize).map((content) => ({ content }));
  return toolCalls.flatMap(({ id, name, arguments: json }, index) => [
    { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
    ...inPieces(json, answer.chunkSize).map((part) => ({
      tool_calls: [{ index, function: { arguments: part } }],
    })),
  ]);
}

/**
 * Sends an answer at its pace, and says in the journal how far it came. Between two pieces, in this order: the
 * hold, the cut, the delay. A hold or cut beyond the last piece comes after the last piece, before the end.
 */
export async function deliverAsStream(
  { envelope, pace, pieces, finish, usage }: Delivery,
  connection: Outlet,
  hold: Hold,
  entry: JournalEntry,
): Promise<void> {
  const withUsage = usage !== undefined;
  const cutAt = within(pieces, pace.cutAfter);
  let holdAt = within(pieces, pace.holdAfter);
  let flushed = Promise.resolve();

  for (let sent = 0; ; sent += 1) {
    entry.pieces = sent;
    // Nothing may be awaited between writing a piece and standing on hold: who has read it can release at once.
    while (sent === holdAt) {
      entry.outcome = 'held';
      const release = await hold(connection.gone);
      entry.outcome = 'under way';
      holdAt = release?.pieces === undefined ? undefined : sent + release.pieces;
    }
    await flushed;
    if (hasGone(connection)) {
      entry.outcome = 'abandoned';
      return;
    }
    if (sent === cutAt) {
      entry.outcome = 'cut';
      connection.cut();
      return;
    }
    if (sent === 0) await connection.open(chunk(envelope, { role: 'assistant', content: '' }, { withUsage }));
    const piece = pieces[sent];
    if (piece === undefined) break;
    await pause(pace.chunkDelayMs, connection.gone);
    flushed = connection.send(chunk(envelope, piece, { withUsage }));
  }

  await connection.send(chunk(envelope, {}, { finish, withUsage }));
  if (usage !== undefined) await connection.send(usageChunk(envelope, usage));
  entry.outcome = hasGone(connection) ? 'abandoned' : 'whole';
  await connection.end();
}

/**
 * Sends a body in one go, where no stream was asked for or where there is nothing to stream: held and cut
 * before its first byte, wherever in the answer the script wanted it, and as late as a stream would end.
 */
export async function deliverAtOnce(
  { status, body, pace, pieceCount }: { status: number; body: object; pace: Pace; pieceCount: number },
  connection: Outlet,
  hold: Hold,
  entry: JournalEntry,
): Promise<void> {
  if (pace.holdAfter !== undefined) {
    entry.outcome = 'held';
    await hold(connection.gone);
    entry.outcome = 'under way';
  }
  await pause(pace.chunkDelayMs * pieceCount, connection.gone);
  if (hasGone(connection)) {
    entry.outcome = 'abandoned';
    return;
  }
  if (pace.cutAfter !== undefined) {
    entry.outcome = 'cut';
    connection.cut();
    return;
  }
  entry.outcome = status < 400 ? 'whole' : 'refused';
  entry.pieces = status < 400 ? pieceCount : 0;
  connection.json(status, body);
}

/** A function, because the compiler takes a property that was false to stay false across an await. */
function hasGone({ gone }: Outlet): boolean {
  return gone.aborted;
}

/** A count of pieces that cannot lie beyond the last one. */
function within(pieces: readonly object[], after: number | undefined): number | undefined {
  return after === undefined ? undefined : Math.min(after, pieces.length);
}

/** Waits, but no longer than the client does. */
async function pause(ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0) return;
  // The timer rejects for one reason only, that the client is gone, and every caller looks at that itself.
  await timer(ms, undefined, { signal: gone }).catch(() => undefined);
}
