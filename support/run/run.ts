import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { DEFAULT_OUTPUT } from '../../reports/files/output-directory';
import { recordRunThatNeverStarted } from '../../reports/never-started';
import { BrowserHost } from '../browser/browser-host';
import { Launcher, type Leftovers } from '../launcher';
import { poolFor } from '../leases';
import { publishRunFile, removeRunFile, sweepRunFiles, writeRunFile, type RunFacts } from '../run-file';
import { Sentence } from '../sentence';
import { CAPABILITY_NAMES } from '../targets/capabilities';
import { platformOf } from '../targets/launcher-instance';
import type { PlatformUnderTest } from '../targets/platform-under-test';
import { checkRunning, runningPlatform, whyNoPages } from '../targets/running';
import { readTarget, type RunningTarget } from '../targets/target-file';
import { EVENT_TYPES } from '../../world/contract/published';
import { trafficAmongServices } from './service-traffic';

const PROJECT = resolve(__dirname, '..', '..');
const RUNS = join(PROJECT, '.cache', 'runs');
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** One run of the suite in the coordinator: its target's platform, its run file, its end. */
export class Run {
  /** Whether a recorder has taken this process's run over, and will leave its results whatever happens. */
  static isRecorded = false;

  private launcher: Launcher | undefined;
  private browser: BrowserHost | undefined;
  private readonly ready: Promise<void>;
  private exitCode = 0;
  private readonly socketsBefore = openSockets();

  /** Starts the platform and does not wait for it. */
  static begin(stderr: Writable): Run {
    return new Run(stderr, process.env.ACCEPTANCE_TARGET ?? 'local');
  }

  private readonly file: string;
  private readonly facts: RunFacts;

  private constructor(
    private readonly stderr: Writable,
    target: string,
  ) {
    this.facts = initialFacts(target);
    sweepRunFiles(RUNS);
    this.file = join(RUNS, `${process.pid}-${this.facts.run_id}`, 'run.json');
    publishRunFile(this.file, this.facts);
    process.once('exit', this.leave);
    for (const signal of Object.keys(INTERRUPTED) as (keyof typeof INTERRUPTED)[]) {
      process.once(signal, () => this.interrupt(INTERRUPTED[signal]));
    }
    this.ready = this.bringUp(target);
    this.ready.catch(() => undefined); // Told to whoever awaits platformIsReady().
  }

  /**
   * @param tags of each scenario that will run, so that the platforms they need for themselves can be prepared.
   * @returns false, after saying why, when there is no platform to run against.
   */
  async platformIsReady(tags: readonly string[][]): Promise<boolean> {
    if (tags.length === 0) return true;
    // Which scenarios will run is known while the platform is still on its way up: the browser starts beside it.
    if (tags.flat().includes('@needs:browser'))
      this.browser = new BrowserHost(`${dirname(this.file)}-browser`);
    try {
      await this.ready;
      await Promise.all([this.warmPool(tags), this.browserIsReady()]);
      return true;
    } catch (cause) {
      this.fail(cause);
      return false;
    }
  }

  /** The recorder listens for the end of the process as well; it must find the run file, so its removal comes last. */
  recorderIsThere(): void {
    if (Run.isRecorded) return;
    Run.isRecorded = true;
    process.off('exit', this.leave).once('exit', this.leave);
  }

  async end(): Promise<void> {
    await this.ready.catch(() => undefined); // Already told.
    await this.countTraffic();
    // Processes and folders of a platform that somebody else started are not looked for.
    const [platform, browser] = await Promise.all([this.launcher?.stop(), this.browser?.stop()]);
    this.launcher = undefined;
    this.browser = undefined;
    // A run that never came to a platform has nothing to look for, and perhaps no room to write it down.
    if (this.facts.failure) return;
    const sockets = Math.max(0, openSockets() - this.socketsBefore);
    this.facts.leaks = { ...sumOf(platform, browser), sockets };
    writeRunFile(this.file, this.facts);
  }

  private async bringUp(name: string): Promise<void> {
    const target = readTarget(name);
    const underTest = target.platform === 'started' ? await this.launch(name) : await this.meet(name, target);
    this.facts.under_test = underTest;
    this.facts.lacking = underTest.lacking;
    this.facts.capabilities = CAPABILITY_NAMES.filter((capability) => !underTest.lacking[capability]);
    writeRunFile(this.file, this.facts);
  }

  private async launch(target: string): Promise<PlatformUnderTest> {
    this.stderr.write('Starting the platform ...\n');
    this.launcher = new Launcher((step) => this.stderr.write(`  first start on this machine: ${step}\n`));
    const { control, instance, readyMs, prepared } = await this.launcher.ready();
    const services = instance.services.map(({ name, source, version, ready_ms }) => ({
      name,
      source,
      version,
      ready_ms,
    }));
    this.facts.platform = { ready_ms: readyMs, prepared: [...prepared], instances: 1, services };
    return platformOf(target, instance, control);
  }

  private async meet(name: string, target: RunningTarget): Promise<PlatformUnderTest> {
    const platform = runningPlatform(name, target);
    this.facts.platform = { prepared: [], instances: 1, services: await checkRunning(platform) };
    const noPages = await whyNoPages(platform);
    return noPages ? { ...platform, lacking: { ...platform.lacking, browser: noPages } } : platform;
  }

  /** A target without pages needs no browser: its scenarios will say so. @throws Sentence when it does not start. */
  private async browserIsReady(): Promise<void> {
    if (!this.browser || this.facts.lacking.browser) return;
    this.facts.browser = { ws_endpoint: await this.browser.ready() };
    writeRunFile(this.file, this.facts);
  }

  private async warmPool(tags: readonly string[][]): Promise<void> {
    const control = this.facts.under_test?.control;
    if (!this.launcher || !control) return;
    const wanted = poolFor(tags, this.facts.workers);
    if (Object.keys(wanted).length === 0) return;
    // A pool that is not warm costs time and nothing else; what is wrong with a profile, its scenario says.
    await this.launcher.warm(control, wanted).catch(() => undefined);
  }

  /** While the services are still there to be seen. */
  private async countTraffic(): Promise<void> {
    const { under_test: platform, failure } = this.facts;
    if (!this.launcher || !platform?.control || failure) return;
    this.facts.traffic = await trafficAmongServices(platform, platform.control);
  }

  private fail(cause: unknown): void {
    const sentence = cause instanceof Error ? cause.message : String(cause);
    this.exitCode = cause instanceof Sentence ? 2 : 1;
    this.facts.failure = sentence;
    this.facts.exit_code = this.exitCode;
    writeRunFile(this.file, this.facts);
    this.stderr.write(`\n${sentence}\n`);
  }

  /**
   * Leaves before any scenario can meet a platform that is going away and call it broken: what has not ended by now
   * says nothing. The launcher ends everything; this process waits for it at its very end.
   */
  private interrupt(code: number): void {
    this.stderr.write('\nStopping the platform ...\n');
    this.exitCode = code;
    this.facts.failure = 'The run was interrupted before its end.';
    this.facts.exit_code = code;
    writeRunFile(this.file, this.facts);
    process.once('exit', () => this.launcher?.endNow());
    process.exit(code);
  }

  /** Cucumber calls a run without scenarios a success; a run without a platform is none. */
  private readonly leave = (code: number): void => {
    removeRunFile(this.file);
    if (code === 0 && this.exitCode !== 0) process.exitCode = this.exitCode;
    else if (code === 1 && this.exitCode === 2) process.exitCode = 2;
  };
}

/** Leaves results in which nothing is green, for a run that ended before there was a recorder. */
export function recordRunThatNeverBegan(target: string, failure: string, exitCode: number): void {
  const file = join(RUNS, `${process.pid}-never-begun`, 'run.json');
  publishRunFile(file, { ...initialFacts(target), failure, exit_code: exitCode });
  recordRunThatNeverStarted({
    directory: resolve(process.env.ACCEPTANCE_OUTPUT ?? DEFAULT_OUTPUT),
    runFile: () => file,
    write: () => undefined, // The sentence has been said already.
    stream: process.stdout,
    env: process.env,
  });
  removeRunFile(file);
}

function initialFacts(target: string): RunFacts {
  return {
    run_id: randomUUID(),
    started_at: new Date().toISOString(),
    target,
    seed: process.env.ACCEPTANCE_SEED ?? '',
    workers: Number(process.env.ACCEPTANCE_WORKERS ?? 1),
    node: process.version,
    commit: commit(),
    platform: { prepared: [], instances: 0, services: [] },
    event_types: EVENT_TYPES,
    capabilities: [],
    lacking: {},
  };
}

/** Of what was started; of a platform that somebody else started, nothing is counted. */
function sumOf(...leftovers: readonly (Leftovers | undefined)[]): Partial<Leftovers> {
  const counted = leftovers.filter((one) => one !== undefined);
  if (counted.length === 0) return {};
  return {
    processes: counted.reduce((sum, { processes }) => sum + processes, 0),
    files: counted.reduce((sum, { files }) => sum + files, 0),
  };
}

/** The commit under test, or "unknown" outside a git checkout. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown'; // An unpacked archive has no history; the summary says so.
  }
}

/** Descriptors of this process that are sockets; 0 where the system does not tell (it is only told on Linux). */
function openSockets(): number {
  if (!existsSync('/proc/self/fd')) return 0;
  return readdirSync('/proc/self/fd').filter(isSocket).length;
}

function isSocket(descriptor: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
  } catch {
    return false; // The descriptor of the listing itself is closed again by now.
  }
}
