import { loadCatalogue } from '../requirements/catalogue';
import { readProof } from './proof';
import { Recorder, type RecorderOptions } from './recorder';

/**
 * For whoever starts a run and has to give up before Cucumber makes its formatters: leaves the same files as any run,
 * in which everything is blocked, and tells why. Without it the last run's results would still lie there.
 * @param options.runFile must lead to a file with `failure`.
 * @returns the exit code, never 0.
 */
export function recordRunThatNeverStarted(
  options: Omit<RecorderOptions, 'catalogue' | 'proof' | 'documents'>,
): number {
  return new Recorder({
    ...options,
    catalogue: loadCatalogue(),
    proof: readProof(),
    documents: isDocumented(options.env),
  }).closeAbruptly();
}

export const isDocumented = (env: NodeJS.ProcessEnv): boolean => env['ACCEPTANCE_DOCUMENTATION'] !== 'none';
