/** Telephone numbers with whose they are. */
import { foldSame } from '../plain-fold.ts';
import type { AgencyBook } from './agency-book.ts';
import type { Item } from '../outline/outline.ts';
import { ownerOf } from './assignments/owner.ts';
import { isLabelOnly, nameByLabel } from './contacts/labels-before.ts';
import { emergencyName, nameBehind, nameDirectly, nameOf, plainName } from './contacts/owner-names.ts';
import { goesOn, isTelephone, phoneOf, phonesIn, type Phone } from './contacts/phone-numbers.ts';
import { sentencesOf } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

export interface FoundContact {
  readonly section: string;
  readonly quote: string;
  readonly name: string;
  readonly phone: string;
  readonly item: number;
}

/** All contacts; each number once, with the fullest of its names. */
export function findContacts(
  items: readonly Item[],
  rows: readonly TaskRow[],
  openers: readonly string[],
  book: AgencyBook,
): FoundContact[] {
  const found: FoundContact[] = [];
  const opener = new RegExp(
    `(?<!\\p{L})(?:${openers.map((word) => word.normalize('NFC')).join('|')})(?!\\p{L})`,
    'giu',
  );
  for (const row of rows) {
    const phone = row.phone === null ? null : phoneOf(row.phone);
    const name = [row.implement, row.lead, row.task].filter((each) => each !== null && each !== '').join(', ');
    if (phone && name !== '')
      found.push({ section: row.section, quote: row.item.text, name, phone, item: row.item.index });
  }
  for (const item of items) {
    if (item.cells || item.zone === 'header' || item.zone === 'ending') continue;
    const owner = (): string | null => ownerOf(item, book)?.parties[0]?.name ?? null;
    for (const sentence of sentencesOf(item.body))
      found.push(
        ...contactsIn(sentence.text, { opener, book, owner }).map((contact) => ({
          ...contact,
          section: item.section,
          quote: sentence.text,
          item: item.index,
        })),
      );
  }
  const best = new Map<string, FoundContact>();
  for (const contact of found) {
    const key = contact.phone.replace(/\D/g, '');
    const known = best.get(key);
    if (!known) best.set(key, contact);
    else if (known.name.length < 14 && contact.name.length > known.name.length) best.set(key, contact);
  }
  return [...best.values()];
}

interface Context {
  readonly opener: RegExp;
  readonly book: AgencyBook;
  /** Who the section is about, for a number that nobody is named beside. */
  readonly owner: () => string | null;
}

function contactsIn(text: string, context: Context): { name: string; phone: string }[] {
  const folded = foldSame(text);
  const found: { name: string; phone: string }[] = [];
  let last = 0;
  for (const phone of phonesIn(folded)) {
    const previous = found.at(-1);
    const again =
      phone.long && previous && !previous.name.endsWith(previous.phone) && goesOn(folded.slice(last, phone.start));
    const name = again ? previous.name : nameNear(text, folded, phone, context);
    if (name) found.push({ name, phone: text.slice(phone.start, phone.end).trim() });
    last = phone.end;
  }
  return found;
}

/** No name stands further off than this; a line without an end would cost its square. */
const REACH = 600;

function nameNear(text: string, folded: string, phone: Phone, context: Context): string | null {
  const from = Math.max(0, phone.start - REACH);
  const to = phone.end + REACH;
  const near = { ...phone, start: phone.start - from, end: phone.end - from };
  return nameFor(text.slice(from, to), folded.slice(from, to), near, context);
}

function nameFor(text: string, folded: string, phone: Phone, { opener, book, owner }: Context): string | null {
  const { start, end, long } = phone;
  const plain =
    nameBehind(text, folded, start, end) ??
    emergencyName(text, folded.slice(0, start), folded.slice(start, end)) ??
    plainName(text.slice(0, start), long, book);
  if (plain !== null) return plain;
  const labelled = long ? nameByLabel(text, start, end, book) : null;
  if (labelled !== null) return labelled;
  const directly = long ? nameDirectly(text.slice(0, start), book) : null;
  if (directly !== null) return directly;
  if (!isTelephone(folded, phone)) return null;
  const beside = nameOf(text, folded, start, end - start, opener, book);
  if (beside !== null || !long || !isLabelOnly(folded.slice(0, start))) return beside;
  return book.subjectWithin(text)?.parties[0]?.name ?? owner();
}
