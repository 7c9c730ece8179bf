/** What a person has to look at: values that cannot be right, gaps, new names. All are kept as written. */
import { foldSame } from '../plain-fold.ts';
import type { ImportingWords } from '../../knowledge/importing-schema.ts';
import type { KnownNames } from '../../knowledge/load.ts';
import type { Coverage } from '../coverage.ts';
import type { Extraction } from '../extract.ts';
import type { Reading } from '../reading.ts';
import { romanValue } from '../outline/marker.ts';
import { placeIdOf } from '../draft/place-id.ts';

export interface Warning {
  readonly code: string;
  readonly text: string;
  /** The paragraph it is about; null where it is about the whole. */
  readonly item: number | null;
}

/** All warnings of an import, the gravest kinds first. */
export function findWarnings(
  reading: Reading,
  found: Extraction,
  coverage: Coverage,
  knowledge: KnownNames,
  words: ImportingWords,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, text: string, section = '', item: number | null = null): void => {
    const sentence = (words.warnings[code] ?? `${code}: {text} ({section})`)
      .replace('{text}', text)
      .replace('{section}', section);
    if (!warnings.some((other) => other.text === sentence)) warnings.push({ code, text: sentence, item });
  };
  const { heading } = found;
  if (reading.confidence !== undefined) warn('recognised', String(Math.round(reading.confidence)));
  for (const deadline of found.deadlines) {
    const { time, section, item } = deadline;
    if (time.impossible) warn('bad-date', deadline.dueText, section, item);
    if (time.due === null) continue;
    if (heading.date?.iso && time.due < heading.date.iso) warn('before-plan', deadline.dueText, section, item);
    const year = Number(time.due.slice(0, 4));
    if (heading.year !== null && (year < heading.year || year > heading.year + 1))
      warn('other-year', deadline.dueText, section, item);
  }
  if (found.period && found.period.to < found.period.from)
    warn('before-after', found.period.text, found.period.section, found.period.item);
  const planYear = heading.date?.iso ? Number(heading.date.iso.slice(0, 4)) : heading.year;
  for (const basis of found.bases) {
    if (basis.impossibleDate)
      warn('bad-basis-date', `${basis.type} ${basis.number ?? ''} ${basis.impossibleDate}`, basis.section, basis.item);
    const written = /\/((?:19|20)\d\d)\//.exec(basis.number ?? '')?.[1] ?? basis.date?.slice(0, 4);
    if (written && planYear !== null && Number(written) > planYear)
      warn('future-basis', `${basis.type} ${basis.number ?? ''}`, basis.section, basis.item);
    if (basis.number && /^(nghi dinh|thong tu)/.test(foldSame(basis.type)) && !/\/\d{4}\//.test(basis.number))
      warn('basis-without-year', `${basis.type} ${basis.number}`, basis.section, basis.item);
  }
  for (const target of found.targets) {
    const odd = target.figures.find(
      (figure) => /%/.test(figure.value) && Number(/(\d+)(?:[.,]\d+)?\s*%/.exec(figure.value)?.[1] ?? 0) > 100,
    );
    if (odd) warn('odd-share', odd.value, target.section, target.item);
  }
  if (heading.date?.impossible) warn('bad-date', heading.date.quote, words.sections.preamble, heading.date.item);
  if (!heading.number) warn('no-number', '');
  if (!heading.date?.iso) warn('no-date', '');
  if (!heading.issuer) warn('no-issuer', '');
  if (!heading.title) warn('no-title', '');
  if (heading.year === null) warn('no-year', '');
  if (heading.placeName === null) warn('no-place', '');
  else if (placeIdOf(heading, knowledge).known === null) warn('new-place', heading.placeName);
  for (const name of newAgencies(found)) warn('new-agency', name);
  numbering(found, warn);
  if (coverage.open.length > 0) warn('unclaimed', String(coverage.open.length));
  return warnings;
}

/** Named bodies that agencies.yaml does not have. */
export function newAgencies(found: Extraction): string[] {
  const parties = [
    ...found.assignments.flatMap((each) => each.parties),
    ...found.deadlines.flatMap((each) => [...each.reporters, ...each.recipients]),
  ];
  const names = parties
    .filter(
      (party) =>
        party.agency === null &&
        /^\p{Lu}/u.test(party.name) &&
        !/^(cac|nhung|co quan|don vi|dia phuong)\b/.test(foldSame(party.name)),
    )
    .map((party) => party.name.replace(/\s*\([^)]*\)/g, ''));
  return [...new Set(names)];
}

function numbering(
  found: Extraction,
  warn: (code: string, text: string, section?: string, item?: number) => void,
): void {
  const last = new Map<string, number>();
  for (const item of found.items) {
    if (!item.heading || !item.marker || item.annex || (item.marker.kind !== 'roman' && item.marker.kind !== 'number'))
      continue;
    const parent = String(item.above.at(-1)?.index ?? -1) + item.marker.kind;
    const value = item.marker.kind === 'roman' ? romanValue(item.marker.label) : Number(item.marker.label);
    const before = last.get(parent);
    if (before !== undefined && value === before) warn('repeated-section', '', item.section, item.index);
    else if (before !== undefined && value > before + 1 && item.marker.kind === 'roman')
      warn('skipped-section', String(before), item.section, item.index);
    last.set(parent, value);
  }
}
