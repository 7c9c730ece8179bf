/** The configuration: the one place that reads the environment. */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8111),
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** The instant at which the process's clock starts; it runs on from there. */
  CLOCK_START: z.iso.datetime({ offset: true }).optional(),
});

export type Config = z.infer<typeof configSchema>;

/** A configuration that cannot be used; names each variable, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Adds the variables of a `.env` file, where there is one, to the environment; those already set win. */
export function loadEnvironmentFile(path = '.env'): void {
  if (!existsSync(path)) return;
  try {
    loadEnvFile(path);
  } catch {
    throw new ConfigError(`configuration: ${path} cannot be read. Correct the file or remove it.`);
  }
}

/** Reads the configuration from environment variables; an empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = configSchema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`configuration: ${problems.join('; ')}. Correct the variable or remove it.`);
}
