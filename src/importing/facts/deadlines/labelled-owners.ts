/** Whom the lines below a task charge with it: "Cơ quan chủ trì: …", "Giao … chủ trì; … phối hợp". */
import { foldSame } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook } from '../agency-book.ts';
import { labelGroups } from '../label-groups.ts';
import { labelsIn, type LabelKind } from '../labels.ts';
import { sentencesOf } from '../sentences.ts';
import type { Parties } from './to-whom.ts';

/** Who leads the tasks of a document, by the index of each item that tells one. */
export function labelledOwners(items: readonly Item[], book: AgencyBook): ReadonlyMap<number, Parties> {
  const owners = new Map<number, Parties>();
  for (const group of labelGroups(items)) {
    const owner = ownerIn(group.lines, book);
    if (owner) for (const item of [group.base, ...group.rest]) owners.set(item.index, owner);
  }
  for (const [parent, lines] of chargingLines(items, book)) {
    const [owner, ...others] = lines;
    if (!owner || others.length > 0) continue;
    for (const item of underOf(items, parent)) if (!owners.has(item.index)) owners.set(item.index, owner);
  }
  for (const item of items) {
    if (item.zone !== 'body' || item.cells || owners.has(item.index)) continue;
    const owner = labelledAtEnd(item, book) ?? chargedAtEnd(item, book);
    if (owner) owners.set(item.index, owner);
  }
  return owners;
}

/** "…, hoàn thành trước ngày 28/5. Đơn vị chủ trì: Phòng Kinh tế. Đơn vị phối hợp: …" in one paragraph. */
function labelledAtEnd(item: Item, book: AgencyBook): Parties | null {
  const first = labelsIn(item.body).find((label) => label.kind === 'lead' || label.kind === 'implement');
  return first && first.start > 12 ? ownerIn([item], book) : null;
}

/** "…, xong trước ngày 10/5. Sở Y tế chủ trì thực hiện; Tỉnh đoàn phối hợp." */
function chargedAtEnd(item: Item, book: AgencyBook): Parties | null {
  const sentences = sentencesOf(item.body);
  const last = sentences.length > 1 ? sentences.at(-1)!.text : '';
  const whole = last.length <= LONGEST_CHARGE ? chargeIn(last, book) : null;
  if (whole) return whole;
  const tail = item.body.slice(-160);
  const at = /[.;]\s+(?=\p{Lu}[^.;]*\.?$)/u.exec(tail);
  return at === null ? null : chargeIn(tail.slice(at.index + at[0].length), book);
}

const LONGEST_CHARGE = 300;

/** Whom words charge that tell nothing else to do. */
function chargeIn(words: string, book: AgencyBook): Parties | null {
  if (!/\b(?:chu tri|phu trach|thuc hien|chiu trach nhiem)\b/.test(foldSame(words))) return null;
  const subject = book.subject(words);
  if (!subject || !ONLY_CHARGES.test(foldSame(words.slice(subject.end)).trim())) return null;
  return { parties: subject.parties, words: subject.words };
}

/** Who leads what labelled lines stand under: whom "chủ trì" names, else "thực hiện". */
export function ownerIn(lines: readonly Item[], book: AgencyBook): Parties | null {
  const labels = lines.flatMap((line) => labelsIn(line.body));
  const kinds: readonly LabelKind[] = ['lead', 'implement'];
  const value = kinds.map((kind) => labels.find((label) => label.kind === kind)?.value).find((each) => each);
  if (!value) return null;
  const words = leadingWords(value);
  const parties = book.parse(words);
  return parties.length === 0 ? null : { parties, words: parties.map((party) => party.name).join('; ') };
}

/** "Sở Y tế chủ trì; Công an tỉnh phối hợp": the ones before "chủ trì". */
function leadingWords(value: string): string {
  const leads = /^(.{3,200}?)\s+(?:chu tri|thuc hien|phu trach|chiu trach nhiem)\b/.exec(foldSame(value))?.[1];
  return leads === undefined ? value : value.slice(0, leads.length);
}

const ONLY_CHARGES =
  /^(?:chu tri|phu trach|chiu trach nhiem|thuc hien)(?:,?\s+(?:chu tri|phoi hop)[^.;]*)?(?:,?\s+(?:to chuc |trien khai )?thuc hien)?(?:[;,][^.]*\bphoi hop(?: thuc hien)?)?\s*[.;]?$/;

/** The lines that charge somebody with the task that they stand under and tell no task of their own, by that task. */
function chargingLines(items: readonly Item[], book: AgencyBook): ReadonlyMap<Item, Parties[]> {
  const found = new Map<Item, Parties[]>();
  for (const item of items) {
    const parent = item.above.at(-1);
    if (!parent || parent.level < 2 || item.cells || item.body.length > 260) continue;
    const charge = chargeIn(item.body, book);
    if (!charge) continue;
    const lines = found.get(parent) ?? [];
    lines.push(charge);
    found.set(parent, lines);
  }
  return found;
}

/** An item and those directly below it. */
function underOf(items: readonly Item[], parent: Item): Item[] {
  const under = [parent];
  for (let at = parent.index + 1; at < items.length && items[at]!.above.includes(parent); at += 1)
    under.push(items[at]!);
  return under;
}
