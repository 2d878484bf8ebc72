/** What a soak of guesses came to. */
export interface Guessed {
  /** Answer -> how often: `401 invalid_credentials`, `423 account_locked`, `200`. */
  readonly answers: ReadonlyMap<string, number>;
  /** Wrong passwords that the platform looks at before it locks an address. */
  readonly looksAt: number;
  /** What the others met who logged in meanwhile. */
  readonly others: readonly string[];
  /** What a stranger's guess met that was the right password. */
  readonly rightGuess: string;
  /** Whether the person's own login, from before, was taken and renewed to the end. */
  readonly stayedIn: boolean;
  /** What the person met who came back by mail. */
  readonly cameBack: string;
}

export interface Claim {
  readonly words: string;
  readonly holds: boolean;
}

const WRONG = '401 invalid_credentials';
const LOCKED = '423 account_locked';

/** Each claim with the figures that it stands on. */
export function claimsOf(guessed: Guessed): Claim[] {
  const { answers, looksAt, others, rightGuess, stayedIn, cameBack } = guessed;
  const count = (answer: string) => answers.get(answer) ?? 0;
  const total = [...answers.values()].reduce((sum, each) => sum + each, 0);
  const told = [...answers].map(([answer, each]) => `${each} times ${answer}`).join(', ');
  const turnedAway = others.filter((answer) => answer !== '200').length;
  return [
    {
      words: `no guess opens the account: ${told}`,
      holds: total > 0 && count(WRONG) + count(LOCKED) === total,
    },
    {
      words: `no more than ${looksAt} of them are looked at: ${count(WRONG)}`,
      holds: count(WRONG) > 0 && count(WRONG) <= looksAt,
    },
    { words: `then not even the right password is: ${rightGuess}`, holds: rightGuess === LOCKED },
    {
      words: `nobody else is locked out: ${others.length - turnedAway} of ${others.length} others logged in`,
      holds: others.length > 0 && turnedAway === 0,
    },
    { words: 'who was logged in stays so', holds: stayedIn },
    { words: `and comes back with a new password by mail: ${cameBack}`, holds: cameBack === '200' },
  ];
}
