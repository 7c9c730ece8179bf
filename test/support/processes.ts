/** Starts the project's own programs and waits for what they say. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_PROGRAM } from './built-program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** The first line of standard output; rejects when the process ends without one. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** What node runs for a file of `src`: the built one in a run of the whole suite, else the source. */
function programOf(file: string, environment: Record<string, string>): string[] {
  const built = environment[BUILT_PROGRAM] ?? process.env[BUILT_PROGRAM] ?? '';
  if (built === '' || !file.startsWith('src/')) return ['--import', 'tsx', file];
  return [join(built, file.slice('src/'.length).replace(/\.ts$/, '.js'))];
}

/** Starts a file of `src` with its arguments, its environment variables and what stands on its standard input. */
export function start(
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
): Running {
  const child = spawn(process.execPath, [...programOf(file, environment), ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => {
      reject(new Error(`ended without a line: ${stderr}`));
    });
  });
  firstLine.catch(() => undefined);
  return { firstLine, ended, kill: (signal) => child.kill(signal) };
}

/** Runs a file of `src` to its end. */
export function run(
  file: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
): Promise<Ended> {
  return start(file, args, environment, input).ended;
}
