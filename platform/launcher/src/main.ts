import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createLogger } from '@reference/kit/logger';
import { SettingsError } from '@reference/kit/settings';
import { version } from '../package.json';
import { serveControl } from './control-api';
import { LaunchFault, sentenceOf } from './faults';
import { Launcher } from './launcher';
import { platformParts, type Parts } from './parts';
import { describePlatform, forgetPlatform, preparePersonsPlace, showProgress } from './person';
import { RunDir } from './run-dir';
import { launcherSettings, type Settings } from './settings';
import { Steps } from './steps';

export interface LaunchOptions {
  person: boolean;
  /** The state of the sources (bin/sources.cjs), which names their bundles. */
  sources: string;
  /** Tests bring processes of their own. */
  parts?: Parts;
}

const LAST_RESORT_MS = 15_000;

/** The `launcher` process. Never returns: it ends by an exit code (0 after a shutdown, 2 for a wrong environment, else 1). */
export function main(projectRoot: string, options: LaunchOptions): void {
  // Whoever read the output may be gone before this process is; the lifeline decides what follows from that.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  let settings: Settings;
  let run: Run;
  try {
    settings = launcherSettings(projectRoot);
    run = new Run(settings, options);
  } catch (cause) {
    tell(sentenceOf(cause));
    process.exit(exitCodeOf(cause));
  }
  if (settings.lifelineFd !== undefined)
    watchLifeline(settings.lifelineFd, () => void run.end(0, { hurried: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Asked a second time, it does not wait for anybody any more.
    process.on(signal, () => void run.end(0, { hurried: run.ending }));
  }
  const crash = (cause: unknown) => {
    tell(`The launcher broke: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    void run.end(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  void run.begin();
}

/** One run of the launcher, from its run folder to its exit code. */
class Run {
  private readonly steps = new Steps();
  private readonly runDir = new RunDir();
  private readonly launcher: Launcher;
  private readonly logger;
  ending = false;
  /** Whether the discovery folder of a person's platform is this run's, and not another's. */
  private ownsPlace = false;

  constructor(
    private readonly settings: Settings,
    private readonly options: LaunchOptions,
  ) {
    const logs = join(this.runDir.path, 'logs');
    mkdirSync(logs, { mode: 0o700 });
    this.logger = createLogger('launcher', '1', settings.logLevel, join(logs, 'launcher.log'));
    this.launcher = new Launcher({
      settings,
      parts: options.parts ?? platformParts(settings.projectRoot),
      runDir: this.runDir,
      steps: this.steps,
      logger: this.logger,
      person: options.person,
      sources: options.sources,
    });
  }

  async begin(): Promise<void> {
    const { launcher, settings, options } = this;
    try {
      if (options.person) {
        showProgress(this.steps);
        await preparePersonsPlace(settings);
        this.ownsPlace = true;
        await launcher.start();
        await describePlatform(settings, await launcher.standard());
      } else {
        const started = launcher.start();
        await Promise.all([started, this.serveControl()]);
      }
    } catch (cause) {
      if (this.ending) return;
      const unexpected = !(cause instanceof LaunchFault) && cause instanceof Error;
      launcher.fail(sentenceOf(cause));
      tell(unexpected ? (cause.stack ?? cause.message) : sentenceOf(cause));
      await this.end(exitCodeOf(cause));
    }
  }

  /** Ends everything and then the process; the first call decides how. */
  async end(exitCode: number, { hurried = false } = {}): Promise<void> {
    const again = this.ending;
    this.ending = true;
    if (again && !hurried) return;
    const lastResort = setTimeout(() => process.exit(1), LAST_RESORT_MS);
    try {
      if (this.ownsPlace) await forgetPlatform(this.settings);
      await this.launcher.stop({ hurried });
    } catch (cause) {
      tell(`Not everything could be ended: ${sentenceOf(cause)}`);
      process.exit(1);
    }
    clearTimeout(lastResort);
    process.exit(exitCode);
  }

  private async serveControl(): Promise<void> {
    const token = randomBytes(24).toString('hex');
    const { launcher, steps, logger } = this;
    const url = await serveControl({
      launcher,
      steps,
      logger,
      token,
      version,
      onShutdown: () => void this.end(0),
    });
    const control = { url, token, pid: process.pid, run_dir: this.runDir.path };
    process.stdout.write(`${JSON.stringify({ control })}\n`);
  }
}

/** The other end is held by whoever started the launcher, who never writes; its close means that they are gone. */
function watchLifeline(fd: number, onGone: () => void): void {
  new Socket({ fd, readable: true, writable: false }).once('close', onGone).on('error', onGone).resume();
}

function exitCodeOf(cause: unknown): number {
  if (cause instanceof LaunchFault) return cause.exitCode;
  return cause instanceof SettingsError ? 2 : 1;
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
