/** For a run of the whole suite the program is built once: its many starts then cost half of what the sources take. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Names the folder of the built program, where there is one. */
export const BUILT_PROGRAM = 'BUILT_PROGRAM';

/** Builds beside the sources, where the knowledge folder is found; gives what removes it again. */
export default function build(): (() => void) | undefined {
  const someFilesOnly = process.argv.slice(2).some((argument) => argument.includes('test/'));
  if (someFilesOnly) return undefined;
  const folder = join(ROOT, `.built-${process.pid}`);
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', folder], {
    cwd: ROOT,
  });
  cpSync(join(ROOT, 'src/http/page'), join(folder, 'http/page'), { recursive: true });
  process.env[BUILT_PROGRAM] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
