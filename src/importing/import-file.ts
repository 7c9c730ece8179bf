/** One document to a draft plan. */
import { basename } from 'node:path';
import { loadImportingWords, type ImportingWords } from '../knowledge/importing-schema.ts';
import { loadKnowledge, type KnownNames } from '../knowledge/load.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { makeDraft, type Draft } from './draft/draft-plan.ts';
import { extract, type Extraction } from './extract.ts';
import { findWarnings, type Warning } from './facts/warnings.ts';
import { ImportError } from './import-error.ts';
import { toPlan, type ImportedPlan, type ImportReport } from './import-result.ts';
import { readBytes, readDocument, type ReadOptions } from './readers/read-document.ts';
import type { Reading } from './reading.ts';

export interface ImportOptions extends ReadOptions {
  /** The knowledge folder whose agencies and places are known. */
  readonly knowledgeDirectory: string;
  /** Loaded already, so that many files do not load it again. */
  readonly knowledge?: KnownNames;
  readonly words?: ImportingWords;
  /** The plan's id where the one made from place and year will not do. */
  readonly id?: string;
}

export interface ImportResult {
  readonly file: string;
  readonly plan: ImportedPlan;
  readonly coverage: Coverage;
  readonly warnings: readonly Warning[];
  readonly draft: Draft;
  readonly reading: Reading;
  readonly found: Extraction;
}

/** Imports a file; throws an ImportError where it cannot be read or holds no plan. */
export async function importFile(path: string, options: ImportOptions): Promise<ImportResult> {
  return build(basename(path), await readDocument(path, options), options);
}

/** Imports a document's bytes, for documents that come over a channel; `name` is only shown. */
export async function importBytes(name: string, bytes: Uint8Array, options: ImportOptions): Promise<ImportResult> {
  return build(basename(name), await readBytes(bytes, options), options);
}

function build(file: string, reading: Reading, options: ImportOptions): ImportResult {
  const knowledge = options.knowledge ?? loadKnowledge(options.knowledgeDirectory);
  const words = options.words ?? loadImportingWords(options.knowledgeDirectory);
  const found = extract(reading, knowledge.agencies, words);
  const facts = found.assignments.length + found.deadlines.length + found.targets.length + found.slogans.length;
  if (facts === 0 && !found.items.some((item) => item.heading) && found.heading.type === null)
    throw new ImportError('not-a-plan');
  const coverage = coverageOf(reading, found);
  const warnings = findWarnings(reading, found, coverage, knowledge, words);
  const draft = makeDraft(reading, found, coverage, knowledge, words, options.id ?? null);
  return {
    file,
    plan: toPlan(found, draft.id),
    coverage,
    warnings,
    draft,
    reading,
    found,
  };
}

/** What scripts read of a result. */
export function reportOf(result: ImportResult): ImportReport {
  return {
    file: result.file,
    ok: true,
    plan: result.plan,
    coverage: result.coverage.share,
    warnings: result.warnings.map((warning) => warning.text),
  };
}

/** What scripts read of a failure; the sentence says what to do. */
export function failureOf(file: string, error: unknown, words: ImportingWords): ImportReport {
  const code = error instanceof ImportError ? error.code : 'failed';
  return { file: basename(file), ok: false, error: words.errors[code] ?? code };
}
