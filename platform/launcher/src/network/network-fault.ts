import { z } from 'zod';

/*
 * What can be wrong between two parts, and between which. The suite, which imports nothing of the platform, has a copy of
 * this file (support/prove/network-fault.ts), and a test that holds the two alike.
 */

/** Who calls whom. `people` are whoever is told where an instance is: the suite and its browsers. */
export const LINKS = [
  'auth -> postgres',
  'auth -> redis',
  'auth -> mail',
  'backend -> postgres',
  'backend -> redis',
  'backend -> llm',
  'backend -> auth',
  'backend -> analytics',
  'frontend -> auth',
  'frontend -> backend',
  'people -> auth',
  'people -> backend',
  'people -> frontend',
] as const;

export type LinkName = (typeof LINKS)[number];

export const linkName = z.enum(LINKS);

/** From the one who calls to the one who is called, or the way that answers take. */
const way = z.enum(['there', 'back']);

const KINDS = {
  /** Everything arrives so much later, in each direction. */
  latency: z.strictObject({ kind: z.literal('latency'), ms: z.int().min(1).max(60_000) }),
  /** Connections open and nothing comes through, in one direction or in both: no word, and no end either. */
  'black hole': z.strictObject({ kind: z.literal('black hole'), way: way.optional() }),
  /** Connections that are open are reset, and new ones as soon as they open. */
  reset: z.strictObject({ kind: z.literal('reset') }),
  /** Whoever goes away is not missed: the end of one side, of any kind, is not passed on to the other. */
  'half-open': z.strictObject({ kind: z.literal('half-open'), way: way.optional() }),
  /** Each connection is reset as soon as so many bytes more have gone that way. */
  cut: z.strictObject({ kind: z.literal('cut'), way, after_bytes: z.int().min(0) }),
  /** Connections that are open are reset, and new ones refused, as if nobody listened. */
  refuse: z.strictObject({ kind: z.literal('refuse') }),
};

export const networkFault = z.discriminatedUnion(
  'kind',
  [KINDS.latency, KINDS['black hole'], KINDS.reset, KINDS['half-open'], KINDS.cut, KINDS.refuse],
  { error: `expected a fault of one of these kinds: ${Object.keys(KINDS).join(', ')}` },
);

export type Way = z.infer<typeof way>;
export type NetworkFault = z.infer<typeof networkFault>;

/** A fault and its place: `between: [backend, llm]` is the link `backend -> llm`. */
export const faultyLink = z.strictObject({
  between: z
    .tuple([z.string(), z.string()])
    .refine(([from, to]) => linkName.safeParse(`${from} -> ${to}`).success, {
      error: `expected two parts of which the first calls the second: ${LINKS.join(', ')}`,
    }),
  fault: networkFault,
});

export type FaultyLink = z.infer<typeof faultyLink>;
