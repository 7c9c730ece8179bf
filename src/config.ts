/** The configuration: the one place that reads the environment. */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { parseChatKey } from './model/chat.ts';
import { parseKey } from './model/secret-key.ts';

/** A chat of a platform, as in `telegram:-100123`. */
const chat = z.string().refine((key) => ['telegram', 'zalo'].includes(parseChatKey(key)?.channel ?? ''), {
  error: 'must be telegram:<id> or zalo:<id>',
});
const root = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
/** What both platforms take as a webhook's secret. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{8,256}$/, 'must be 8 to 256 letters, digits, _ or -');

export const configSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8111),
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** The instant at which the process's clock starts; it runs on from there. */
  CLOCK_START: z.iso.datetime({ offset: true }).optional(),
  /** Where SQLite keeps its file. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** With it state lives in Redis, and several processes share the work. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  TELEGRAM_BOT_TOKEN: z.string().min(1).optional(),
  TELEGRAM_API_ROOT: root.default('https://api.telegram.org'),
  ZALO_BOT_TOKEN: z.string().min(1).optional(),
  ZALO_API_ROOT: root.default('https://bot-api.zaloplatforms.com'),
  /** The address under which the platforms reach this server; without it they are polled. */
  PUBLIC_URL: root.optional(),
  TELEGRAM_WEBHOOK_SECRET: secret.optional(),
  ZALO_WEBHOOK_SECRET: secret.optional(),
  /** People who may run the bot's own commands, as in `telegram:1,zalo:2`. */
  ADMIN_IDS: z
    .string()
    .transform((list) => list.split(',').map((id) => id.trim()))
    .pipe(z.array(chat))
    .default([]),
  /** The chat of the duty officers, to which notes are passed with consent. */
  DUTY_CHAT: chat.optional(),
  /** Seals what people wrote; without it there is no hand-over to duty officers. */
  ENCRYPTION_KEY: z
    .string()
    .refine((key) => parseKey(key) !== null, {
      error: 'must be 32 bytes in base64 or hexadecimal, as "openssl rand -base64 32" makes them',
    })
    .optional(),
  /** Hours after which a note is erased, counted from when somebody took it on. */
  CASE_HOURS: z.coerce.number().int().min(1).max(720).default(72),
  /** Messages a month that the Zalo bot may send. */
  ZALO_MONTHLY_QUOTA: z.coerce.number().int().min(1).default(3000),
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
