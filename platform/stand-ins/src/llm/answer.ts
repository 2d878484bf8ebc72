import type { ToolCall } from './protocol';

/** How an answer is handed over. A piece is a chunk that carries text or a part of a tool call. */
export interface Pace {
  /** Characters in a piece; a character outside the basic plane is never split. */
  readonly chunkSize: number;
  /** Milliseconds before each piece. */
  readonly chunkDelayMs: number;
  /** Stop after so many pieces until released; 0 is before the first byte of the response. */
  readonly holdAfter?: number | undefined;
  /** Break the connection after so many pieces; 0 is without any response. */
  readonly cutAfter?: number | undefined;
}

export type Answer = Pace &
  (
    | { readonly kind: 'refusal'; readonly status: number }
    | { readonly kind: 'text'; readonly content: string }
    | { readonly kind: 'tool calls'; readonly toolCalls: readonly ToolCall[] }
  );

/** An answer that a stream can carry. */
export type SpokenAnswer = Exclude<Answer, { kind: 'refusal' }>;

export const UNHURRIED: Pace = { chunkSize: 16, chunkDelayMs: 0 };

/** Text in pieces of `size` characters; no piece for an empty text. */
export function inPieces(text: string, size: number): string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += size)
    pieces.push(characters.slice(start, start + size).join(''));
  return pieces;
}
