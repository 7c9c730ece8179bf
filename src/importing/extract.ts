/** A reading to everything that a plan holds: heading, facts, passages, warnings, and what no fact claims. */
import type { Agency } from '../knowledge/schema.ts';
import type { ImportingWords } from '../knowledge/importing-schema.ts';
import { AgencyBook, type PlanLevel } from './facts/agency-book.ts';
import { findAssignments } from './facts/assignments.ts';
import type { FoundAssignment } from './facts/assignments/found-assignment.ts';
import { findContacts, type FoundContact } from './facts/contacts.ts';
import { findDeadlines, type FoundDeadline } from './facts/deadlines.ts';
import { readHeading, type DocumentHeading } from './facts/document-heading.ts';
import { findBases, type FoundBasis } from './facts/basis-list.ts';
import { findPassages, type FoundPassage } from './facts/passages.ts';
import { findSlogans, type FoundSlogan } from './facts/slogans.ts';
import { findTargets, type FoundTarget } from './facts/targets.ts';
import { taskRows } from './facts/task-table.ts';
import { findPeriod, findThemes, type FoundPeriod, type FoundTheme } from './facts/theme.ts';
import { layOut, type Item } from './outline/outline.ts';
import { joinParagraphs } from './outline/paragraphs.ts';
import { foldSame } from './plain-fold.ts';
import type { Reading } from './reading.ts';

export interface Extraction {
  readonly items: readonly Item[];
  readonly heading: DocumentHeading;
  readonly themes: readonly FoundTheme[];
  readonly period: FoundPeriod | null;
  readonly slogans: readonly FoundSlogan[];
  readonly deadlines: readonly FoundDeadline[];
  readonly assignments: readonly FoundAssignment[];
  readonly targets: readonly FoundTarget[];
  readonly contacts: readonly FoundContact[];
  readonly bases: readonly FoundBasis[];
  readonly passages: readonly FoundPassage[];
}

/** Finds the facts of a document. Pure; the agencies and words are those of the knowledge folder. */
export function extract(reading: Reading, agencies: readonly Agency[], words: ImportingWords): Extraction {
  const dashed = [
    ...words.dashedNames,
    ...agencies.flatMap((agency) => [agency.name, ...agency.aliases]).filter((name) => /\s[-–]\s/.test(name)),
  ].map((name) => foldSame(name.normalize('NFC')).replace(/\s*[-–]\s*/g, ' - '));
  const paragraphs = joinParagraphs(reading.lines, [...new Set(dashed)]);
  const first = bookOf(agencies, words, 'province');
  const items = layOut(paragraphs, words.sections, (text) => first.isList(text));
  const heading = readHeading(items, words.documentTypes, words.letter);
  const book = bookOf(agencies, words, heading.level ?? 'province');
  const rows = taskRows(items);
  const assignments = findAssignments(items, rows, book);
  const found = {
    items,
    heading,
    themes: findThemes(items),
    period: findPeriod(items, heading.year),
    slogans: findSlogans(items),
    deadlines: findDeadlines(items, rows, assignments, book, heading.year),
    assignments,
    targets: findTargets(items, rows),
    contacts: findContacts(items, rows, words.contactOpeners, book),
    bases: findBases(items),
  };
  return {
    ...found,
    passages: findPassages(
      items,
      new Set([...found.slogans, ...found.targets, ...found.assignments].map((fact) => fact.item)),
    ),
  };
}

/** Books are made once for each list of agencies: their patterns are large. */
const books = new WeakMap<readonly Agency[], Map<PlanLevel, AgencyBook>>();

function bookOf(agencies: readonly Agency[], words: ImportingWords, level: PlanLevel): AgencyBook {
  const known = books.get(agencies) ?? new Map<PlanLevel, AgencyBook>();
  books.set(agencies, known);
  const book = known.get(level) ?? new AgencyBook(agencies, words, level);
  known.set(level, book);
  return book;
}
