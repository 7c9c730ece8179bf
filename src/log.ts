/** The log: one JSON object a line, of kinds and numbers; what people write never comes near it. */
import type { Config } from './config.ts';

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogEvent = Readonly<Record<string, string | number>>;
export type Log = (level: Exclude<Config['LOG_LEVEL'], 'silent'>, event: LogEvent) => void;

/** A log that writes the events of a level and those above it. */
export function createLog(threshold: Config['LOG_LEVEL'], output: { write(line: string): unknown }): Log {
  return (level, event) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(threshold)) return;
    output.write(`${JSON.stringify({ level, ...event })}\n`);
  };
}
