/** The command line of importing: `npm run import -- FILE... [--out DIR] [--json] [--approve]`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadImportingWords, type ImportingWords } from '../knowledge/importing-schema.ts';
import { KnowledgeError, loadKnowledge } from '../knowledge/load.ts';
import { approveDraft, writeDraft, type Approval } from './approve.ts';
import { failureOf, importFile, reportOf, type ImportResult } from './import-file.ts';

export const IMPORT_USAGE = `usage:
  npm run --silent import -- FILE... [--out DIR] [--json]     documents (.docx .pdf .txt .md .html, scans) to draft plans
  npm run --silent import -- FILE --out DIR --approve         and takes the draft into the knowledge folder
  npm run --silent import -- --approve DRAFT-DIR              takes a reviewed draft into the knowledge folder

  --out DIR        writes DIR/<plan-id>/plan.yaml, source.txt, names.yaml, warnings.yaml and review.html
  --json           prints one JSON object a line
  --id ID          the plan's id, where the one made from place and year will not do
  --knowledge DIR  the knowledge folder (default: ./knowledge)
`;

export interface CommandOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const PROCESS_OUTPUT: CommandOutput = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** Runs the command; gives the exit code: 0 done, 1 a document failed, 2 wrong use. */
export async function importCommand(args: readonly string[], output: CommandOutput = PROCESS_OUTPUT): Promise<number> {
  const read = readArguments(args);
  if ('problem' in read) {
    output.err(`${read.problem}\n${IMPORT_USAGE}`);
    return 2;
  }
  const { values, positionals } = read;
  if (values.help) {
    output.out(IMPORT_USAGE);
    return 0;
  }
  if (positionals.length === 0) {
    output.err(`name at least one document\n${IMPORT_USAGE}`);
    return 2;
  }
  if (values.id !== undefined && (positionals.length > 1 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(values.id))) {
    output.err(`--id needs one document and lower-case words joined by "-"\n${IMPORT_USAGE}`);
    return 2;
  }
  const knowledgeDirectory = values.knowledge ?? join(process.cwd(), 'knowledge');
  try {
    if (values.approve && values.out === undefined) return approveAll(positionals, knowledgeDirectory, output);
    return await importAll(positionals, { ...values, knowledgeDirectory }, output);
  } catch (error) {
    output.err(
      `${error instanceof KnowledgeError ? error.message : 'failed: the knowledge folder or the output folder cannot be used'}\n`,
    );
    return 1;
  }
}

function readArguments(args: readonly string[]) {
  try {
    const flag = { type: 'boolean' as const };
    const text = { type: 'string' as const };
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: text, json: flag, approve: flag, id: text, knowledge: text, help: flag },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'wrong arguments' };
  }
}

interface Settings {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly approve?: boolean | undefined;
  readonly id?: string | undefined;
  readonly knowledgeDirectory: string;
}

async function importAll(files: readonly string[], settings: Settings, output: CommandOutput): Promise<number> {
  const words = loadImportingWords(settings.knowledgeDirectory);
  const loaded = loadKnowledge(settings.knowledgeDirectory);
  // Two plans of one place and year in one run are two plans as well.
  const knowledge = { ...loaded, plans: [...loaded.plans] };
  let failed = false;
  for (const file of files) {
    try {
      const result = await importFile(file, {
        knowledgeDirectory: settings.knowledgeDirectory,
        knowledge,
        words,
        ...(settings.id === undefined ? {} : { id: settings.id }),
        onProgress: (done, all) => output.err(`  ${done}/${all}\n`),
      });
      if (result.draft.id !== null) knowledge.plans.push(result.draft);
      if (settings.json) output.out(`${JSON.stringify(reportOf(result))}\n`);
      else output.out(summaryOf(result));
      if (settings.out !== undefined) keep(result, settings, words, output);
    } catch (error) {
      if (error instanceof KnowledgeError) throw error;
      failed = true;
      const failure = failureOf(file, error, words);
      if (settings.json) output.out(`${JSON.stringify(failure)}\n`);
      else output.err(`${failure.file}: ${failure.error ?? ''}\n`);
    }
  }
  return failed ? 1 : 0;
}

function keep(result: ImportResult, settings: Settings, words: ImportingWords, output: CommandOutput): void {
  const folder = writeDraft(result, settings.out!, words);
  if (!settings.json) output.out(`  → ${folder}\n`);
  if (settings.approve) approve(folder, settings.knowledgeDirectory, words, settings.json ? output.err : output.out);
}

function approveAll(folders: readonly string[], knowledgeDirectory: string, output: CommandOutput): number {
  const words = loadImportingWords(knowledgeDirectory);
  for (const folder of folders) approve(folder, knowledgeDirectory, words, output.out);
  return 0;
}

function approve(
  folder: string,
  knowledgeDirectory: string,
  words: ImportingWords,
  print: (text: string) => void,
): void {
  print(approvalText(approveDraft(folder, knowledgeDirectory, words)));
}

/** The id, new names, and what differs from the plan in use. */
export function approvalText({ loaded, replaced, difference, newNames }: Approval): string {
  const lines = [...newNames.map((name) => `+ ${name}`), ...difference];
  return `${replaced ? '~' : '+'} ${loaded.plan.id}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function summaryOf({ file, plan, coverage, warnings, draft }: ImportResult): string {
  const counts = [
    `deadlines ${plan.deadlines.length}`,
    `assignments ${plan.assignments.length}`,
    `targets ${plan.targets.length}`,
    `slogans ${plan.slogans.length}`,
    `contacts ${plan.contacts.length}`,
    `legal bases ${plan.legalBases.length}`,
  ];
  const lines = [
    `${file}: ${plan.title ?? '–'} (${draft.plan.id})`,
    `  ${counts.join(', ')}; coverage ${(coverage.share * 100).toFixed(1)} %`,
    ...warnings.map((warning) => `  ! ${warning.text}`),
  ];
  return `${lines.join('\n')}\n`;
}
