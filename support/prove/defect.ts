import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Sentence } from '../sentence';
import { faultyLink } from './network-fault';

/** Where the fault is: in a source, in what a service is told, or on the way between two parts. */
const KINDS = ['patch', 'setting', 'network'] as const;

/** The platform's services, by the names of their processes. */
const SERVICES = ['auth', 'backend', 'frontend', 'analytics'] as const;

const patch = z.strictObject({
  /** A source of the platform, from the project's root. */
  file: z.string().regex(/^platform\/.+\.(ts|tsx|sql|css)$/, { error: 'expected a source of the platform' }),
  /** The function or method in which the words stand; left out where the file has none around them. */
  within: z.string().min(1).optional(),
  find: z.string().min(1),
  replace: z.string(),
});

const setting = z.strictObject({
  service: z.enum(SERVICES),
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/, { error: 'expected the name of an environment variable' }),
  value: z.string(),
});

/** `<journey> / <title of the scenario as reports show it>`. */
const scenario = z.string().regex(/^[\w-]+ \/ \S.*$/, { error: 'expected "<journey> / <title>"' });

const defectFile = z
  .strictObject({
    /** What happened to users, and what it cost. */
    story: z.string().min(40, { error: 'expected what happened to users, and what it cost' }),
    /** Those that its scenarios claim, and that it breaks. */
    requirements: z.array(z.string()).min(1),
    must_go_red: z.array(scenario).default([]),
    /** Red with it as well, though not the ones to prove it; `<journey> / *` for a defect at the root of a journey. */
    may_go_red: z.array(scenario).default([]),
    /** The platform must not come up at all. */
    must_not_start: z.boolean().default(false),
    /** A regular expression that a failure's message, or the sentence of the refused start, must match. */
    says: z.string().refine(isRegularExpression, { error: 'expected a regular expression' }),
    patch: z.array(patch).min(1).optional(),
    setting: z.array(setting).min(1).optional(),
    /** What is wrong between two parts: once the platform is up, or from its start on where it must not come up. */
    network: z.array(faultyLink).min(1).optional(),
  })
  .refine((defect) => KINDS.filter((kind) => defect[kind] !== undefined).length === 1, {
    error: 'expected exactly one of patch, setting and network',
  })
  .refine(({ must_go_red, must_not_start }) => must_go_red.length > 0 !== must_not_start, {
    error: 'expected either scenarios that must go red, or must_not_start',
  });

export type Patch = z.infer<typeof patch>;
export type Setting = z.infer<typeof setting>;
export type Defect = z.infer<typeof defectFile> & {
  /** The name of its file. */
  readonly id: string;
};

export const DEFECTS_FOLDER = resolve(__dirname, '..', '..', 'defects');

/**
 * All seeded defects, in the order of their names.
 * @throws Sentence naming every file that is not as agreed.
 */
export function readDefects(folder = DEFECTS_FOLDER): Defect[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const faults: string[] = [];
  const defects = names.flatMap((name): Defect[] => {
    const read = defectFile.safeParse(parsed(join(folder, name)));
    if (read.success) return [{ ...read.data, id: name.slice(0, -'.yaml'.length) }];
    const [issue] = read.error.issues;
    faults.push(
      `defects/${name}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not as agreed'}`,
    );
    return [];
  });
  if (faults.length > 0)
    throw new Sentence(`${faults.join('; ')}. Compare with the other files in defects/.`);
  return defects;
}

export function kindOf(defect: Defect): (typeof KINDS)[number] {
  const kind = KINDS.find((one) => defect[one] !== undefined);
  if (!kind) throw new Error(`${defect.id} breaks nothing`);
  return kind;
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Refused by the schema, which is how it is told.
  }
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, 's').source !== '';
  } catch {
    return false;
  }
}
