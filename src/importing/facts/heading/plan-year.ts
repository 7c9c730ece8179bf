/** The year that a plan is for. */
import type { Item } from '../../outline/outline.ts';
import { foldSame } from '../../plain-fold.ts';
import { basesIn } from '../legal-bases.ts';
import type { Found } from './found.ts';
import type { HeadLine } from './letterhead.ts';

/** The year of title, preamble or date; else the one that the document names most. */
export function yearOf(
  title: string | null,
  date: Found | null,
  preamble: readonly HeadLine[],
  items: readonly Item[],
): number | null {
  const dated = toYear(date ? /(20\d\d)/.exec(date.quote)?.[1] : undefined);
  const issued = toYear(
    preamble
      .map((line) => /ban hanh ke hoach[^.;]*?nam (20\d\d)/.exec(foldSame(line.text))?.[1])
      .find((year) => year !== undefined),
  );
  return titleYear(title ?? '', dated) ?? issued ?? dated ?? mostNamed(items);
}

/** A stretch of years ("giai đoạn 2021 - 2030") is for the year of its date where that is one of them. */
function titleYear(title: string, dated: number | null): number | null {
  const folded = withoutDocuments(title);
  const span = /(20\d\d)\s*(?:[-–]|den(?: nam)?)\s*(20\d\d)/.exec(folded);
  const single = folded.replace(/(20\d\d)\s*(?:[-–]|den(?: nam)?)\s*(20\d\d)|den nam 20\d\d/g, ' ');
  const named = [...single.matchAll(/(?:nam|thang \d{1,2}\/)\s*(20\d\d)/g)].at(-1)?.[1];
  if (named ?? !span) return toYear(named ?? /\b(20\d\d)\b/.exec(single)?.[1]);
  const [from, to] = [Number(span[1]), Number(span[2])];
  return dated !== null && dated >= from && dated <= to ? dated : from;
}

/** A title's words without the documents that it carries out: their dates say nothing about the plan's year. */
function withoutDocuments(title: string): string {
  return basesIn(title)
    .filter((basis) => basis.number !== null)
    .reduceRight(
      (words, basis) => words.slice(0, basis.start) + words.slice(basis.start + lengthOfName(title, basis.start)),
      foldSame(title),
    )
    .replace(/ngay \d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}/g, ' ');
}

/** From the kind of a document to the end of its date. */
function lengthOfName(title: string, start: number): number {
  const rest = foldSame(title.slice(start));
  return /^.{0,60}?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|^[^,;]{0,40}?\/\d{4}\/[a-z-]+/.exec(rest)?.[0].length ?? 0;
}

function mostNamed(items: readonly Item[]): number | null {
  const counts = new Map<string, number>();
  for (const item of items)
    for (const match of foldSame(item.text).matchAll(/nam (20\d\d)\b(?! ?[-–])/g))
      counts.set(match[1]!, (counts.get(match[1]!) ?? 0) + 1);
  return toYear([...counts].sort((one, other) => other[1] - one[1])[0]?.[0]);
}

function toYear(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
