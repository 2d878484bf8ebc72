import { Sentence } from './sentence';

/**
 * Runs a command of the project: its exit code is what `main` resolves with, 2 after a sentence about what it was given,
 * 1 after any other failure.
 */
export function runCommand(main: (argv: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (cause: unknown) => {
      process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
      process.exitCode = cause instanceof Sentence ? 2 : 1;
    },
  );
}
