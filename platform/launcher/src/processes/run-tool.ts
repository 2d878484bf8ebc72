import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ToolRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ToolOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  user?: { uid: number; gid: number } | undefined;
  /** A file descriptor to read from. */
  stdin?: number;
}

/** Runs a short-lived program to its end. Rejects only when it cannot be started at all (ENOENT, EACCES). */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolRun> {
  const { env = process.env, cwd, user, stdin } = options;
  const child = spawn(command, args, {
    env,
    ...(cwd ? { cwd } : {}),
    ...user,
    stdio: [stdin ?? 'ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** As `runTool`, and rejects with what the program said when it fails. */
export async function runToolOrFail(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runTool(command, args, options);
  if (code === 0) return stdout;
  const said = (stderr || stdout).trim().split('\n').slice(-5).join('\n');
  throw new Error(`${command} ${args[0] ?? ''} failed with code ${code}: ${said}`);
}
