/** The words of `knowledge/importing.yaml`: names of sections, sentences of warnings, errors and the review page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load as parseYaml } from 'js-yaml';
import { z } from 'zod';

const text = z.string().min(1);
const words = z.record(z.string(), text);

export const importingSchema = z.strictObject({
  sections: z.strictObject({
    preamble: text,
    closing: text,
    ending: text,
    annex: text,
    dash: text,
    plus: text,
    item: text,
    paragraph: text,
    row: text,
  }),
  documentTypes: z.array(text),
  placeTitles: z.array(text),
  letter: text,
  dashedNames: z.array(text),
  agencyHeads: z.array(text),
  notAgencies: z.array(text),
  contactOpeners: z.array(text),
  signatory: z.strictObject({ deputy: text }),
  warnings: words,
  errors: words,
  notes: words,
  review: z.strictObject({
    title: text,
    document: text,
    facts: text,
    warnings: text,
    coverage: text,
    unclaimed: text,
    none: text,
    kinds: words,
    roles: z.strictObject({ lead: text, coordinate: text, implement: text }),
  }),
});

export type ImportingWords = z.infer<typeof importingSchema>;

/** Reads the words of importing from the knowledge folder; throws where the file is wrong. */
export function loadImportingWords(directory: string): ImportingWords {
  return importingSchema.parse(parseYaml(readFileSync(join(directory, 'importing.yaml'), 'utf8'), { schema: CORE_SCHEMA }));
}
