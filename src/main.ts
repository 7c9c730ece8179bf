/** The entry: starts the service and stops it in order. */
import { startService, type Service } from './app.ts';
import { loadEnvironmentFile, readConfig } from './config.ts';

/** Longer than the server's own grace for running requests. */
const STOP_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  loadEnvironmentFile();
  const service = await startService(readConfig());
  process.stdout.write(`listening on ${service.address}\n`);
  let stopping: Promise<void> | undefined;
  // A signal often comes twice, from the terminal and from npm; the second must not cut the first stop short.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= stop(service);
    });
  }
}

/** Never rejects: a failed stop ends the process with code 1, as does one that takes too long. */
async function stop(service: Service): Promise<void> {
  const watchdog = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  watchdog.unref();
  try {
    await service.close();
  } catch {
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'PORT: the port is in use. Set another one, or stop what uses it.';
  const listening = 'syscall' in error && error.syscall === 'listen';
  if (code === 'EACCES' && listening) return 'PORT: this port needs more rights. Set one above 1023.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST: this machine has no such address.';
  return error.message;
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
