import { textOf, type ServerFrame } from './contract/frames';

/** What begins is told fastest, then what was found and said, then what is left standing. */
const PACES = {
  fast: ['message_accepted', 'agent_started', 'agent_thinking', 'tool_executing'],
  medium: ['tool_completed', 'partial_result'],
  slow: ['final_report', 'agent_completed'],
} as const;

export type Pace = keyof typeof PACES;

export const PACE_NAMES = Object.keys(PACES) as Pace[];

/** undefined for what is no step of a run. */
export function paceOf({ type }: Pick<ServerFrame, 'type'>): Pace | undefined {
  return PACE_NAMES.find((pace) => (PACES[pace] as readonly string[]).includes(type));
}

/** What is wrong with the order of a run that was answered, a sentence each; `frames` are all of that run. */
export function faultsOf(frames: readonly ServerFrame[]): string[] {
  return [
    ...endsOf(frames),
    ...agentsOf(frames),
    ...toolsOf(frames),
    ...wordsOf(frames),
    ...onceEach(frames),
  ];
}

function endsOf(frames: readonly ServerFrame[]): string[] {
  const types = frames.map(({ type }) => type);
  const faults = [];
  if (types[0] !== 'message_accepted') faults.push(`it begins with ${types[0] ?? 'nothing'}`);
  if (types[1] !== 'agent_started') faults.push(`after the acceptance comes ${types[1] ?? 'nothing'}`);
  if (types.at(-2) !== 'final_report') faults.push(`before its end comes ${types.at(-2) ?? 'nothing'}`);
  if (types.at(-1) !== 'agent_completed') faults.push(`it ends with ${types.at(-1) ?? 'nothing'}`);
  return faults;
}

/** Nobody works who did not start. */
function agentsOf(frames: readonly ServerFrame[]): string[] {
  const started = new Set<string>();
  return frames.flatMap(({ type, payload }) => {
    const agent = nameIn(payload, 'agent');
    if (type === 'agent_started' && agent !== undefined) started.add(agent);
    return agent === undefined || started.has(agent) ? [] : [`${type} of ${agent}, who did not start`];
  });
}

/** A tool is at work from its start to its end, and no other is meanwhile. */
function toolsOf(frames: readonly ServerFrame[]): string[] {
  let open: string | undefined;
  const faults: string[] = [];
  for (const { type, payload } of frames) {
    const tool = nameIn(payload, 'tool');
    if (type === 'tool_executing') {
      if (open !== undefined) faults.push(`${tool ?? '?'} starts while ${open} is at work`);
      open = tool;
    } else if (type === 'tool_completed') {
      if (open !== tool) faults.push(`${tool ?? '?'} ends without having started`);
      open = undefined;
    } else if (open !== undefined) faults.push(`${type} comes while ${open} is at work`);
  }
  return faults;
}

function nameIn(payload: ServerFrame['payload'], key: string): string | undefined {
  const value = payload[key];
  return typeof value === 'string' ? value : undefined;
}

/** The parts of the answer follow each other, nothing but them to its end, and make up the whole. */
function wordsOf(frames: readonly ServerFrame[]): string[] {
  const first = frames.findIndex(({ type }) => type === 'partial_result');
  if (first === -1) return ['no part of the answer was told while it was written'];
  const parts = frames.filter(({ type }) => type === 'partial_result');
  const told = parts.map(({ payload }) => textOf(payload, 'content')).join('');
  const report = frames.find(({ type }) => type === 'final_report')?.payload['content'];
  const faults = parts.flatMap(({ payload: { index } }, place) =>
    index === place ? [] : [`part ${place + 1} of the answer says that it is number ${Number(index) + 1}`],
  );
  if (frames.slice(first, first + parts.length).some(({ type }) => type !== 'partial_result'))
    faults.push('something comes between the parts of the answer');
  if (told !== report) faults.push(`its parts make up "${told}", and the report says "${String(report)}"`);
  return faults;
}

function onceEach(frames: readonly ServerFrame[]): string[] {
  const ids = frames.map(({ id }) => id);
  const numbers = frames.map(({ seq }) => seq ?? 0);
  const isDoubled = new Set(ids).size < ids.length;
  const isRising = numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? 0));
  return [...(isDoubled ? ['an event comes twice'] : []), ...(isRising ? [] : ['the numbers do not rise'])];
}
