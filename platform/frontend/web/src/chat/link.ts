import type { ServerFrame } from './frames';

export type LinkStatus = 'connecting' | 'connected' | 'reconnecting' | 'offline';

/** What is used of a WebSocket. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface ConnectionOptions {
  open: (token: string) => Socket;
  /** An access token other than the rejected one. Rejects with an error that `isFinal` if there can be none. */
  token: (rejected?: string) => Promise<string>;
  isFinal: (cause: unknown) => boolean;
  isOnline: () => boolean;
  /** Runs work later; returns what cancels it. */
  after: (ms: number, work: () => void) => () => void;
  random: () => number;
  onStatus: (status: LinkStatus) => void;
  /** Each event of the person's stream once and in order; what concerns this connection alone, as it comes. */
  onFrame: (frame: ServerFrame) => void;
  /** Connected, and nothing is missing any more; `anew` where earlier events can not be had: load everything. */
  onReady: (ready: { anew: boolean }) => void;
  /** A sentence about the connection, or undefined when it no longer holds. */
  onNotice: (sentence: string | undefined) => void;
  /** The session is over. */
  onEnd: () => void;
}
