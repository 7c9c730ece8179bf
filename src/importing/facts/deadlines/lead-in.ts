/** Lines that speak for others: what opens a list, what a letter asks for, labels of a part on reports. */
import { foldSame, matchFolded } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';

/** Lines of a list under one opening; looking further back for each would take long in lists of thousands. */
const LONGEST_LIST = 60;

/** The opening line of the list that an item stands in; null where there is none. */
export function leadInOf(item: Item, items: readonly Item[]): Item | null {
  const parent = item.above.at(-1);
  if (parent && opens(parent)) return parent;
  // A line without a number opens the dashes below it without standing above them.
  for (let at = item.index - 1; at >= Math.max(0, item.index - LONGEST_LIST); at -= 1) {
    const before = items[at]!;
    if (before === parent || before.zone !== item.zone || before.cells) return null;
    if (opens(before) && before.above.at(-1) === parent) return before;
    if (!item.marker || before.above.at(-1) !== parent || before.marker?.kind !== item.marker.kind) return null;
  }
  return null;
}

function opens(item: Item): boolean {
  return /:\s*$/.test(item.text);
}

/** "… đề nghị các đơn vị thực hiện một số nội dung sau:": who a document's preamble asks to do all that follows. */
export function askedBy(items: readonly Item[]): string | null {
  const asking = items.find(
    (item) => item.zone === 'header' && /\b(?:de nghi|yeu cau|giao)\b[^:]*:\s*$/.test(foldSame(item.text)),
  );
  return asking ? (matchFolded(asking.text, /.*\b(?:de nghi|yeu cau|giao)\s+([^:]+):\s*$/d)?.[1] ?? null) : null;
}

/** "Nơi nhận báo cáo: Sở Y tế (qua …)" beside the dates of a part on reports. */
export function placeOfReports(item: Item, items: readonly Item[]): string | null {
  return beside(item, items, /^(?:noi|don vi|co quan) (?:nhan|tiep nhan|tong hop)(?: bao cao)?\s*:\s*(\S.*)$/d);
}

/** "Đơn vị báo cáo: UBND các xã, phường" beside the dates of a part on reports. */
export function makersOfReports(item: Item, items: readonly Item[]): string | null {
  return beside(
    item,
    items,
    /^(?:don vi|co quan|doi tuong|chu the)(?: thuc hien| co trach nhiem)?(?: gui| lap| thuc hien)? bao cao\s*:\s*(\S.*)$/d,
  );
}

function beside(item: Item, items: readonly Item[], sign: RegExp): string | null {
  const part = item.above[0];
  for (const other of part ? items.filter((each) => each.above[0] === part) : []) {
    const value = matchFolded(other.body, sign)?.[1];
    if (value) return value.replace(/[.;]$/, '');
  }
  return null;
}
