import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const EVERY_MS = 25;

/** What a process holds in memory (RSS, in bytes), by the kernel's word. @throws where there is no such process */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

/** The process that service discovery lists for a service. */
export async function pidOf(discoveryDir: string, service: string): Promise<number> {
  const entry = JSON.parse(await readFile(join(discoveryDir, `${service}.json`), 'utf8')) as { pid: number };
  return entry.pid;
}

/** Does something and watches a process meanwhile. @returns the most that it held, and what came of it */
export async function mostDuring<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ most: number; result: T }> {
  let most = memoryOf(pid);
  const timer = setInterval(() => (most = Math.max(most, memoryOf(pid))), EVERY_MS);
  try {
    const result = await work();
    return { most: Math.max(most, memoryOf(pid)), result };
  } finally {
    clearInterval(timer);
  }
}
