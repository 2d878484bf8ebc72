import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What stands in `<dir>/<service>.json` (instance "1") or `<dir>/<service>.<instance>.json`. */
export const registration = z.object({
  service: z.string(),
  port: z.number().int(),
  url: z.string(),
  api_url: z.string(),
  health_url: z.string(),
  ws_url: z.string().optional(),
  instance: z.string(),
  pid: z.number().int(),
  started_at: z.string(),
});

export type Registration = z.infer<typeof registration>;

function fileOf(dir: string, service: string, instance: string): string {
  return join(dir, instance === '1' ? `${service}.json` : `${service}.${instance}.json`);
}

/** Writes the registration whole or not at all: readers never see half a file. */
export async function register(dir: string, entry: Registration): Promise<void> {
  await mkdir(dir, { recursive: true });
  const file = fileOf(dir, entry.service, entry.instance);
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(entry, null, 2)}\n`);
  await rename(draft, file);
}

/** Takes the registration away, unless another process has taken the name over since. */
export async function deregister(dir: string, entry: Registration): Promise<void> {
  const file = fileOf(dir, entry.service, entry.instance);
  const current = await readRegistration(file);
  if (current?.pid === entry.pid) await rm(file, { force: true });
}

/** Every registered instance of a service, in the order of their names; empty where none is. */
export async function discover(dir: string, service: string): Promise<Registration[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const own = names.filter(
    (name) => name === `${service}.json` || (name.startsWith(`${service}.`) && name.endsWith('.json')),
  );
  const entries = await Promise.all(own.sort().map((name) => readRegistration(join(dir, name))));
  return entries.filter((entry) => entry !== undefined);
}

async function readRegistration(file: string): Promise<Registration | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = registration.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
