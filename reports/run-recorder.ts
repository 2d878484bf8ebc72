import type { Envelope } from '@cucumber/messages';
import { resolve } from 'node:path';
import { loadCatalogue } from '../requirements/catalogue';
import { DEFAULT_OUTPUT } from './files/output-directory';
import { isDocumented } from './never-started';
import { readProof } from './proof';
import { Recorder } from './recorder';
import type { OutputStream } from './terminal/text';

/** The part of Cucumber's `FormatterPluginContext` that is used here. */
interface FormatterContext {
  on: (key: 'message', handler: (envelope: Envelope) => void) => void;
  options: { directory?: string };
  write: (text: string) => void;
  stream: OutputStream;
}

/**
 * Cucumber's formatter plugin. Settings: `formatOptions.acceptance.directory` or `ACCEPTANCE_OUTPUT` (where results go;
 * default `reports/output`), `ACCEPTANCE_RUN_FILE` (what is known of the run from outside, see `run/run-file.ts`),
 * `ACCEPTANCE_DOCUMENTATION=none` (no living documentation), `ACCEPTANCE_HISTORY` (the file with the last runs).
 *
 * Cucumber knows fewer failures than the verdicts do, so the process's exit code is raised when it ends.
 */
export default {
  type: 'formatter',
  optionsKey: 'acceptance',
  formatter({ on, options, write, stream }: FormatterContext): () => Promise<void> {
    const recorder = new Recorder({
      directory: resolve(options.directory ?? process.env['ACCEPTANCE_OUTPUT'] ?? DEFAULT_OUTPUT),
      catalogue: loadCatalogue(),
      proof: readProof(),
      runFile: () => process.env['ACCEPTANCE_RUN_FILE'],
      write,
      stream,
      env: process.env,
      project: process.cwd(),
      documents: isDocumented(process.env),
    });
    on('message', (envelope) => recorder.take(envelope));
    process.once('exit', () => {
      const verdict = recorder.closeAbruptly();
      if (verdict !== 0 && !process.exitCode) process.exitCode = verdict;
    });
    return async () => {
      await recorder.close();
    };
  },
};
