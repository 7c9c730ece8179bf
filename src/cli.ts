/** The command line. What one command alone needs is loaded by it, so that a question is answered at once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KNOWLEDGE_DIRECTORY, openWorld } from './open-world.ts';
import { askJsonl } from './channels/console/jsonl.ts';
import { askOnce, converse } from './channels/console/terminal.ts';
import { placeNamed } from './dialogue/plan-choice.ts';
import { KnowledgeError, loadPageTexts } from './knowledge/load.ts';

const USAGE = `usage:
  npm run --silent ask -- "question" [--place NAME] [--now 2025-05-02T09:00:00+07:00]   one answer
  npm run --silent ask -- [--place NAME]                                                a conversation
  npm run --silent ask -- --jsonl                                                       one JSON object a line from standard input
  npm run --silent nudges -- --from 2025-05-01 --to 2025-05-31 [--place NAME] [--json]    what would be sent, when and why
  npm run --silent import -- FILE... [--out DIR] [--json] [--approve]                   documents → draft plans
  npm run --silent knowledge:check [-- DRAFT-DIR]                                       validates the knowledge folder, or a draft
`;

class UsageError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (command === '--help' || command === undefined || (rest.includes('--help') && command !== 'import')) {
    process.stdout.write(USAGE);
    if (command === undefined) throw new UsageError('name a command');
    return;
  }
  if (command === 'ask') await ask(rest);
  else if (command === 'nudges') await nudges(rest);
  else if (command === 'import') process.exitCode = await importDocuments(rest);
  else if (command === 'knowledge-check') await check(rest[0]);
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
      options: {
        jsonl: { type: 'boolean' },
        json: { type: 'boolean' },
        place: { type: 'string' },
        now: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong arguments');
  }
}

async function importDocuments(args: readonly string[]): Promise<number> {
  const { importCommand } = await import('./importing/import-command.ts');
  return importCommand(args);
}

/** What would be sent between two days, to which kind of subscriber. */
async function nudges(args: readonly string[]): Promise<void> {
  const { buildNudgeWorld } = await import('./nudges/nudge-world.ts');
  const { rehearsalJson, rehearsalText, rehearse } = await import('./nudges/rehearsal.ts');
  const { Timetable } = await import('./nudges/timetable.ts');
  const { values } = readArguments(args);
  const day = z.iso.date();
  const [from, to] = [day.safeParse(values.from), day.safeParse(values.to)];
  if (!from.success || !to.success) throw new UsageError('--from and --to must be days such as 2025-05-01');
  if (from.data > to.data) throw new UsageError('--from must not be after --to');
  const world = openWorld();
  const place = values.place === undefined ? undefined : placeNamed(values.place, world);
  if (place === null) throw new UsageError('--place names no place of knowledge/places.yaml');
  const timetable = new Timetable(buildNudgeWorld(world.knowledge));
  const rehearsal = rehearse(timetable, { from: from.data, to: to.data, ...(place === undefined ? {} : { place }) });
  if (values.json && rehearsal.unknownYears.length > 0) {
    process.stderr.write(`holidays.yaml does not vouch for: ${rehearsal.unknownYears.join(', ')}\n`);
  }
  process.stdout.write(values.json ? rehearsalJson(rehearsal) : rehearsalText(rehearsal, timetable.world));
}

/** Checks a draft of importing as its approval would, and tells what that would change. */
async function checkDraftFolder(folder: string): Promise<void> {
  const { checkDraft } = await import('./importing/approve.ts');
  const { approvalText } = await import('./importing/import-command.ts');
  const { loadImportingWords } = await import('./knowledge/importing-schema.ts');
  const approval = checkDraft(folder, KNOWLEDGE_DIRECTORY, loadImportingWords(KNOWLEDGE_DIRECTORY));
  process.stdout.write(approvalText(approval));
}

/** Opens all that reads the knowledge, so that what would fail at start fails here. */
async function check(directory = KNOWLEDGE_DIRECTORY): Promise<void> {
  if (existsSync(join(directory, 'plan.yaml'))) return checkDraftFolder(directory);
  const { offeredPlaces } = await import('./channels/web/web-chat.ts');
  const { checkPageTexts } = await import('./http/http-app.ts');
  const world = openWorld(directory);
  checkPageTexts({ pageTexts: loadPageTexts(directory), places: () => offeredPlaces(world) });
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
