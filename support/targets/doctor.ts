import { parseArgs } from 'node:util';
import type { Finding } from '../../world/drivers/environment';
import { runCommand } from '../command';
import { Launcher } from '../launcher';
import { oneOf, Sentence } from '../sentence';
import { CAPABILITIES, CAPABILITY_NAMES } from './capabilities';
import { platformOf } from './launcher-instance';
import type { PlatformUnderTest } from './platform-under-test';
import { examined, runningPlatform, whyNoPages } from './running';
import { knownTargets, readTarget } from './target-file';

const HELP = `npm run doctor -- [options]

  --target NAME  which platform to look at: ${knownTargets().join(', ')} (default local, which it starts for this)
  --help         this text

Looks at everything that a run would stand on, changes nothing, and says what a run could and could not verify there.
Exit code 0 if a run can begin, 1 if it cannot, 2 if the target's file is wrong.
`;

async function main(argv: readonly string[]): Promise<number> {
  const { target, help } = optionsIn(argv);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = readTarget(target);
  if (file.platform === 'running') return tell(await withPages(runningPlatform(target, file)));
  const launcher = new Launcher((step) => process.stderr.write(`  first start on this machine: ${step}\n`));
  try {
    const { control, instance } = await launcher.ready();
    return await tell(platformOf(target, instance, control));
  } finally {
    await launcher.stop();
  }
}

function optionsIn(argv: readonly string[]): { target: string; help: boolean } {
  const options = {
    target: { type: 'string', default: 'local' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0] ?? '';
    throw new Sentence(`${why}; the options are --target, with ${oneOf(knownTargets())}, and --help.`, {
      cause,
    });
  }
}

async function withPages(platform: PlatformUnderTest): Promise<PlatformUnderTest> {
  const why = platform.lacking.browser ?? (await whyNoPages(platform));
  return why ? { ...platform, lacking: { ...platform.lacking, browser: why } } : platform;
}

async function tell(platform: PlatformUnderTest): Promise<number> {
  const findings = await examined(platform);
  const stops = findings.filter(({ fault }) => fault && fault.kind !== 'unsaid');
  const lines = [
    `What was looked at of "${platform.target}"`,
    ...findings.map(line),
    '',
    'What a run can do there',
    ...CAPABILITY_NAMES.map((name) => {
      const why = platform.lacking[name];
      return why
        ? `  – ${name.padEnd(20)} unverified: ${why}`
        : `  ✓ ${name.padEnd(20)} ${CAPABILITIES[name]}`;
    }),
    '',
    stops.length === 0
      ? 'A run can begin.'
      : `A run cannot begin: ${stops.length} of these must be mended first.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return stops.length === 0 ? 0 : 1;
}

function line({ topic, what, found, fault }: Finding): string {
  const mark = fault === undefined ? '✓' : fault.kind === 'unsaid' ? '·' : '✗';
  return `  ${mark} ${topic.padEnd(12)} ${what}: ${fault?.sentence ?? found}`;
}

runCommand(main);
