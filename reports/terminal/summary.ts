import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { unknownClaims } from '../demands';
import { FILES } from '../files/output-directory';
import { placeOf } from '../run/scenario';
import type { Result } from '../summarise';
import {
  journeys,
  path,
  redScenarios,
  revenue,
  serviceLevels,
  slowest,
  unverified,
  type Section,
} from './sections';
import { counted, percent, seconds, table, wrapped, type Terminal } from './text';

/**
 * What a run came to, for whoever started it: no line wider than the terminal or 100 characters.
 * @param directory where the files are; shown relative to where the command was given.
 */
export function tellSummary(result: Result, directory: string, terminal: Terminal): string {
  const sections = [
    redScenarios(result, terminal),
    journeys(result, terminal),
    revenue(result, terminal),
    path(result, terminal),
    slowest(result, terminal),
    serviceLevels(result, terminal),
    unverified(result, terminal),
    remarks(result, terminal),
    files(directory),
  ];
  const told = sections.filter(({ lines }) => lines.length > 0);
  const blocks = told.map(({ heading, lines }) => [terminal.paint('bold', heading), ...lines].join('\n'));
  return `\n${blocks.join('\n\n')}\n\n${lastWord(result, terminal)}\n`;
}

/** What a reader should know before believing the figures. */
function remarks({ summary, judged, catalogue, proof, file }: Result, { width }: Terminal): Section {
  const strangers = judged.filter(({ scenario }) => !catalogue.journeys.has(scenario.journey));
  const leaked = Object.entries(summary.leaks).filter(([, count]) => (count ?? 0) > 0);
  const lines = [
    ...realShare(summary.real_share),
    ...framesSeen(summary.frames),
    ...(file.traffic?.complaint ? [file.traffic.complaint] : []),
    ...leaked.map(([what, count]) => `Left behind: ${count ?? 0} ${what}.`),
    ...unknownClaims(catalogue, judged).map(
      (claim) => `${claim} claims a demand that the catalogue does not have.`,
    ),
    ...strangers.map(
      ({ scenario }) =>
        `${placeOf(scenario)} belongs to "${scenario.journey}", a journey the catalogue does not have.`,
    ),
    ...(proof.complaint ? [proof.complaint] : []),
  ];
  return { heading: 'Remarks', lines: [...new Set(lines)].flatMap((line) => wrapped(line, width, '  - ')) };
}

function realShare(share: Result['summary']['real_share']): string[] {
  const { ratio, real, stand_in, ours, exchanges, peers } = share;
  if (ratio === null) return [];
  const figure = (count: number): string => count.toLocaleString('en-US');
  const among = exchanges.filter(({ by }) => by === 'services').reduce((sum, { count }) => sum + count, 0);
  const all = counted(real + stand_in + ours, 'exchange');
  const standIns = peers.filter(({ kind }) => kind === 'stand_in');
  const withStandIns = standIns
    .map(({ peer, exchanges: count }) => `${figure(count)} with ${peer}`)
    .join(', ');
  return [
    `${percent(ratio)} of ${all} between processes were real${among > 0 ? `; ${figure(among)} were among the services` : ''}.`,
    ...(standIns.length > 0 ? [`With stand-ins: ${withStandIns}.`] : []),
    ...peers
      .filter(({ kind }) => kind === 'ours')
      .map(({ peer, exchanges: count, why }) => `Ours: ${figure(count)} with ${peer}: ${why ?? ''}.`),
  ];
}

function framesSeen({ checked, sent, never_seen }: Result['summary']['frames']): string[] {
  if (checked === 0) return [];
  const figures = `${checked.toLocaleString('en-US')} frames were checked against the message contract, ${sent.toLocaleString('en-US')} were sent.`;
  return [figures, ...(never_seen.length > 0 ? [`Events that never came: ${never_seen.join(', ')}.`] : [])];
}

function files(directory: string): Section {
  const shown = relative(process.cwd(), directory);
  const base = shown.startsWith('..') ? directory : shown;
  const what: Record<keyof typeof FILES, string> = {
    documentation: 'to read: open index.html',
    documentationFile: 'the same as one file, to mail',
    html: "Cucumber's own report",
    summary: 'the figures',
    junit: 'for CI',
    jobSummary: "for a CI job's page",
    badge: 'for a README',
    messages: 'everything, one message a line',
    evidence: 'pictures and transcripts',
  };
  const names = (Object.keys(what) as (keyof typeof FILES)[]).filter((name) =>
    existsSync(join(directory, FILES[name])),
  );
  const rows = names.map((name) => [join(base, FILES[name]), what[name]]);
  // A path that is cut short opens nothing: these lines may be longer than the terminal is wide.
  return { heading: 'Files', lines: table(rows, Infinity, {}) };
}

function lastWord({ summary }: Result, { width, paint }: Terminal): string {
  const { totals, run, platform } = summary;
  const parts = (['passed', 'failed', 'undefined', 'ambiguous', 'pending', 'skipped', 'unverified'] as const)
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => `${totals[outcome]} ${outcome}`);
  const words = [
    `${counted(totals.scenarios, 'scenario')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`,
    counted(totals.steps, 'step'),
    seconds(run.duration_ms),
    ...(platform.ready_ms === null ? [] : [`platform ready in ${seconds(platform.ready_ms)}`]),
    ...(run.target === null ? [] : [`target ${run.target}`]),
    ...(run.seed === null ? [] : [`seed ${run.seed}`]),
  ];
  const green = run.exit_code === 0;
  return wrapped(words.join(' · '), width, green ? '✓ ' : '✗ ')
    .map((line) => paint(green ? 'green' : 'red', line))
    .join('\n');
}
