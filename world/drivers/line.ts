/** How a connection ends, or seems to go on. */
export type Break =
  /** Open connections are reset, new ones as soon as they open: a tunnel, a pulled cable. */
  | { readonly kind: 'reset' }
  /** No word comes through, and no end either, one way or both: a firewall that forgot the connection. */
  | { readonly kind: 'silence'; readonly way?: 'there' | 'back' }
  /** Open connections are gone for the person, and stand for the platform; new ones are whole: another cell. */
  | { readonly kind: 'half-open' }
  /** Reset after so many bytes more of what the platform says, which is in the middle of a word. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

/**
 * One person's own way to the platform, which can break without anybody else noticing. Nobody has one unless they ask for
 * it, before they open anything; then their chat and their pages go through it.
 */
export interface Line {
  /** From now on everything that the person opens goes through the line. */
  open(): Promise<void>;
  /** From this moment on, for open connections and for new ones. @returns how many connections were open then. */
  break(how: Break): number;
  /** How many bytes have gone into the line since it broke and will never come out. */
  lost(): number;
  /** New connections are whole again; those that lost something are reset, so that none lives on half dead. */
  heal(): void;
}
