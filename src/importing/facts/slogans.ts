/** Slogans and messages: what stands under such a heading, however it is listed. */
import { foldSame, isAllCaps } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { kindOf } from './section-kind.ts';

export interface FoundSlogan {
  readonly section: string;
  readonly quote: string;
  readonly text: string;
  readonly item: number;
}

const QUOTED = /[“"«]([^”"»]{8,300})[”"»]/g;
const INTRODUCES = /(?:khau hieu|thong diep)/;
/** Sentences about slogans, not slogans. */
const ABOUT =
  /^\(?(treo|kem theo|ban hanh kem|dang tai|tuyen truyen (?:cac |ve )|su dung|cac (?:khau hieu|thong diep)|noi dung|can cu|lua chon|tap trung|khau hieu|thong diep|ngoai ra|de nghi|theo huong dan|co the|tuy )\b/;

/** All slogans, in order. */
export function findSlogans(items: readonly Item[]): FoundSlogan[] {
  const found: FoundSlogan[] = [];
  let lists = false;
  for (const item of items) {
    if (item.zone !== 'body') continue;
    const folded = foldSame(item.body);
    // "… với các khẩu hiệu: “A”; “B”": quoted in a sentence.
    const at = INTRODUCES.exec(folded);
    if (kindOf(item) === 'slogan' && !(item.heading && !/[“"]/.test(item.body))) {
      found.push(...ofItem(item, folded));
      continue;
    }
    if (at && /(?:khau hieu|thong diep)[^:“"]{0,80}[:“"]/.test(folded) && !item.heading) {
      const rest = item.body.slice(at.index);
      const all = [...rest.matchAll(QUOTED)].filter(
        (match) =>
          /(?:khau hieu|thong diep|;|,|va|:)[^“"]{0,80}$/.test(foldSame(rest.slice(0, match.index))) &&
          !/(phong trao|chu de|cuoc van dong|chuong trinh|mo hinh|de an|du an)\s*$/.test(
            foldSame(rest.slice(0, match.index)),
          ),
      );
      for (const match of all)
        found.push({ section: item.section, quote: match[0], text: tidy(match[1]!), item: item.index });
      lists = all.length === 0 && /:$/.test(item.text);
      continue;
    }
    // "Khẩu hiệu tuyên truyền:" as an item, and the slogans below it.
    const below =
      item.above.some((above) => INTRODUCES.test(foldSame(above.body)) && /:$/.test(above.text)) ||
      (lists && item.marker?.kind === 'plus');
    if (below && !item.heading) found.push(...ofItem(item, folded));
    else lists = false;
  }
  const seen = new Set<string>();
  return found.filter((slogan) => {
    const key = foldSame(slogan.text);
    return slogan.text.length > 7 && !seen.has(key) && seen.add(key);
  });
}

function ofItem(item: Item, folded: string): FoundSlogan[] {
  // "Chủ đề, thời gian, khẩu hiệu" in one heading: only the slogans of it.
  if (
    [item, ...item.above].some(
      (each) => each.level > 1 && /^(chu de|thoi gian|dia diem|muc dich|yeu cau)\b/.test(foldSame(each.body)),
    )
  )
    return [];
  if (item.cells)
    return item.cells
      .filter((cell) => cell.length > 12 && !isAllCaps(cell))
      .map((cell) => ({ section: item.section, quote: cell, text: tidy(cell), item: item.index }));
  const quoted = [...item.body.matchAll(QUOTED)];
  const outside = item.body.replace(QUOTED, '').replace(/[\s;,.]+/g, '');
  if (
    quoted.length > 0 &&
    (outside.length < 4 || ABOUT.test(folded) || /:$/.test(item.body.slice(0, quoted[0]!.index).trim()))
  ) {
    return quoted.map((match) => ({ section: item.section, quote: match[0], text: tidy(match[1]!), item: item.index }));
  }
  if (ABOUT.test(folded) && (item.marker === null || item.marker.kind !== 'number' || /:$/.test(item.body))) return [];
  if (item.marker === null && (/:$/.test(item.body) || item.body.length > 220)) return [];
  if (/^thong diep \d+\s*:|^khau hieu \d+\s*:/.test(folded))
    return [
      {
        section: item.section,
        quote: item.text,
        text: tidy(item.body.slice(item.body.indexOf(':') + 1)),
        item: item.index,
      },
    ];
  // A few slogans in one line, parted by semicolons.
  const parts = item.marker === null ? item.body.split(/;\s+(?=\p{Lu})/u) : [item.body];
  return parts.map((part) => ({
    section: item.section,
    quote: parts.length === 1 && item.marker?.kind !== 'dash' ? item.text : part,
    text: tidy(part),
    item: item.index,
  }));
}

function tidy(text: string): string {
  const clean = text
    .trim()
    .replace(/[;,.]+$/, '')
    .trim();
  return /^[“"«][^“”"«»]*[”"»]$/.test(clean)
    ? clean
        .slice(1, -1)
        .trim()
        .replace(/[;,.]+$/, '')
    : clean;
}
