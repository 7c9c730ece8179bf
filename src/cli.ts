/** The command line: `ask` and `knowledge-check`. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KNOWLEDGE_DIRECTORY, openWorld } from './app.ts';
import { askJsonl } from './channels/console/jsonl.ts';
import { askOnce, converse } from './channels/console/terminal.ts';
import { offeredPlaces } from './channels/web/web-chat.ts';
import { checkPageTexts } from './http/http-app.ts';
import { KnowledgeError, loadPageTexts } from './knowledge/load.ts';

const USAGE = `usage:
  npm run --silent ask -- "question" [--place NAME] [--now 2025-05-02T09:00:00+07:00]   one answer
  npm run --silent ask -- [--place NAME]                                                a conversation
  npm run --silent ask -- --jsonl                                                       one JSON object a line from standard input
  npm run --silent knowledge:check                                                      validates the knowledge folder
`;

class UsageError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (command === '--help' || command === undefined || rest.includes('--help')) {
    process.stdout.write(USAGE);
    if (command === undefined) throw new UsageError('name a command');
    return;
  }
  if (command === 'ask') await ask(rest);
  else if (command === 'knowledge-check') check(rest[0]);
  else throw new UsageError(`unknown command "${command}"`);
}

async function ask(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args);
  const now = values.now === undefined ? undefined : new Date(values.now);
  if (values.now !== undefined && !z.iso.datetime({ offset: true, local: true }).safeParse(values.now).success)
    throw new UsageError('--now must be an ISO instant such as 2025-05-02T09:00:00+07:00');
  const world = openWorld();
  const options = { ...(values.place ? { place: values.place } : {}), ...(now ? { now } : {}) };
  if (values.jsonl) await askJsonl(process.stdin, process.stdout, world);
  else if (positionals.length > 0) askOnce(positionals.join(' '), options, process.stdout, world);
  else await converse(process.stdin, process.stdout, options, world);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { jsonl: { type: 'boolean' }, place: { type: 'string' }, now: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments');
  }
}

/** Opens all that reads the knowledge, so that what would fail at start fails here. */
function check(directory = KNOWLEDGE_DIRECTORY): void {
  const world = openWorld(directory);
  checkPageTexts({ pageTexts: loadPageTexts(directory), places: offeredPlaces(world) });
  process.stdout.write(
    `knowledge: ${world.plans.size} plans, ${world.places.size} places, ${world.agencies.size} agencies: no problem\n`,
  );
}

// Whoever reads the output may stop before its end ("| head").
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  const wrongUse = error instanceof UsageError;
  const known = wrongUse || error instanceof KnowledgeError;
  process.stderr.write(
    `${known ? error.message : `failed: ${error instanceof Error ? error.message : 'unknown reason'}`}\n${wrongUse ? USAGE : ''}`,
  );
  process.exitCode = wrongUse ? 2 : 1;
});
