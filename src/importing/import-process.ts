/** One import in a process of its own: a request on standard input, the outcome as JSON on standard output. */
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { loadImportingWords } from '../knowledge/importing-schema.ts';
import { agenciesSchema, placesSchema } from '../knowledge/schema.ts';
import { failureOf, importBytes, reportOf } from './import-file.ts';
import type { ImportReport } from './import-result.ts';
import { reviewPage } from './review/review-page.ts';

const valued = z.object({ value: z.string().nullable() });

const requestSchema = z.object({
  name: z.string(),
  bytes: z.base64(),
  knowledgeDirectory: z.string(),
  /** All that are known, approved plans and what they brought along included. */
  agencies: agenciesSchema,
  places: placesSchema,
  plans: z.array(
    z.object({ plan: z.object({ id: z.string(), document: z.object({ title: valued, number: valued }) }) }),
  ),
});

export type ImportRequest = z.infer<typeof requestSchema>;

/** What the process tells: a draft with its review page, or why there is none. */
export type ImportOutcome =
  | {
      readonly ok: true;
      readonly report: ImportReport;
      readonly plan: unknown;
      readonly source: string;
      readonly names: unknown;
      readonly problems: readonly string[];
      readonly review: string;
    }
  | { readonly ok: false; readonly error: string };

async function run(): Promise<ImportOutcome> {
  const { name, bytes, knowledgeDirectory, ...knowledge } = requestSchema.parse(await json(process.stdin));
  const words = loadImportingWords(knowledgeDirectory);
  try {
    const options = { knowledgeDirectory, words, knowledge };
    const result = await importBytes(name, Buffer.from(bytes, 'base64'), options);
    const { plan, source, proposals, problems } = result.draft;
    const review = reviewPage(result, words);
    return { ok: true, report: reportOf(result), plan, source, names: proposals, problems, review };
  } catch (error) {
    return { ok: false, error: failureOf(name, error, words).error ?? '' };
  }
}

const outcome = await run();
process.stdout.write(JSON.stringify(outcome));
