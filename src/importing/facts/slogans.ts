/** Slogans and messages: what stands under such a heading, however it is listed. */
import { foldSame, isAllCaps } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { isLabelLine } from './labels.ts';
import { kindOf } from './section-kind.ts';

export interface FoundSlogan {
  readonly section: string;
  readonly quote: string;
  readonly text: string;
  readonly item: number;
}

const QUOTED = /[“"«]([^”"»]{8,300})[”"»]/g;
const INTRODUCES = /(?:khau hieu|thong diep|(?:bang ron|pa ?no|ap phich)[^:“"]{0,60} noi dung\s*:)/;
/** Sentences about slogans, not slogans. */
const ABOUT =
  /^\(?(treo|kem theo|ban hanh kem|dang tai|tuyen truyen (?:cac |ve )|su dung|cac (?:khau hieu|thong diep)|noi dung|can cu|lua chon|tap trung|khau hieu|thong diep|ngoai ra|de nghi|theo huong dan|co the|tuy )\b/;

/** "Khẩu hiệu: xem Phụ lục I", "Năm 2026 có chủ đề “…”", a page's footer: no slogan is here. */
const ELSEWHERE =
  /^(?:cac )?(?:khau hieu|thong diep)[^:“"]{0,60}:\s*(?:xem|theo|nhu|tai|kem|thuc hien theo|do)\b|^[^“"«]*\bchu de(?: la)?\s*:?\s*[“"«]|\btrang \d{1,3}(?:\s*\/\s*\d{1,3})?$/;

/** All slogans, in order. */
export function findSlogans(items: readonly Item[]): FoundSlogan[] {
  const found: FoundSlogan[] = [];
  // The first and the last item of a list below "… với các khẩu hiệu:"; null where no list is open.
  let list: OpenList | null = null;
  for (const item of items) {
    if (item.zone !== 'body' || goesOnElsewhere(item, items[item.index - 1])) continue;
    const folded = foldSame(item.body);
    // "… với các khẩu hiệu: “A”; “B”": quoted in a sentence.
    const at = INTRODUCES.exec(folded);
    if (kindOf(item) === 'slogan' && !(item.heading && !/[“"]/.test(item.body))) {
      found.push(...ofItem(item, folded));
      continue;
    }
    if (
      at &&
      /(?:khau hieu|thong diep|(?:bang ron|pa ?no|ap phich)[^:“"]{0,60} noi dung)[^:“"]{0,80}[:“"]/.test(folded) &&
      !item.heading
    ) {
      const rest = item.body.slice(at.index);
      const all = [...rest.matchAll(QUOTED)].filter(
        (match) =>
          /(?:khau hieu|thong diep|noi dung|;|,|va|:)[^“"]{0,80}$/.test(foldSame(rest.slice(0, match.index))) &&
          !/(phong trao|chu de|cuoc van dong|chuong trinh|mo hinh|de an|du an|fanpage|facebook|zalo|tiktok|trang|nhom|kenh|chuyen muc|chuyen trang|ung dung|cau lac bo|cuoc thi|hoi thi)\s*$/.test(
            foldSame(rest.slice(0, match.index)),
          ),
      );
      for (const match of all)
        found.push({ section: item.section, quote: match[0], text: tidy(match[1]!), item: item.index });
      if (all.length === 0) found.push(...behindColon(item));
      list = all.length === 0 && /:$/.test(item.text) ? { kind: null, label: null } : null;
      continue;
    }
    // "Khẩu hiệu tuyên truyền:" as an item, and the slogans below it.
    const below =
      item.above.some(
        (above) => INTRODUCES.test(foldSame(above.body)) && (/:$/.test(above.text) || WHOLLY_QUOTED.test(item.body)),
      ) || continues(list, item);
    if (below && (!item.heading || WHOLLY_QUOTED.test(item.body))) {
      found.push(...ofItem(item, folded));
      list = list && { kind: item.marker?.kind ?? null, label: item.marker?.label ?? null };
    } else list = null;
  }
  const seen = new Set<string>();
  return found.filter((slogan) => {
    const key = foldSame(slogan.text);
    return slogan.text.length > 7 && !seen.has(key) && seen.add(key);
  });
}

/** Words without a sign behind the signed lines below "… treo khẩu hiệu:": the text that goes on. */
function goesOnElsewhere(item: Item, before: Item | undefined): boolean {
  if (item.marker !== null || item.cells || !before?.marker || /:$/.test(before.body)) return false;
  const intro = item.above.findLast((above) => INTRODUCES.test(foldSame(above.body)) && /:$/.test(above.body));
  return (
    intro !== undefined &&
    !/^(?:cac |noi dung |mot so )*(?:khau hieu|thong diep)/.test(foldSame(intro.body)) &&
    !/[“"«]/.test(item.body)
  );
}

interface OpenList {
  readonly kind: string | null;
  readonly label: string | null;
}

const WHOLLY_QUOTED = /^[“"«][^“”"«»]{8,300}[”"»][;,.]?$/;

/** Whether an item goes on with an open list: bulleted like the one before it, or numbered from 1 on. */
function continues(list: OpenList | null, item: Item): boolean {
  const kind = item.marker?.kind ?? null;
  if (list === null) return false;
  // Lines in quotation marks need no sign; other words without one are the text that goes on.
  if (kind === null) return list.kind === null && WHOLLY_QUOTED.test(item.body);
  if ((list.kind ?? kind) !== kind) return false;
  if (kind === 'number')
    return (
      Number(item.marker!.label) === Number(list.label ?? 0) + 1 && !isLabelLine(item.body) && item.body.length < 160
    );
  return /^(?:plus|dash|letter)$/.test(kind);
}

/** "Khẩu hiệu tuyên truyền: A; B; C.": slogans without quotation marks behind the colon. */
function behindColon(item: Item): FoundSlogan[] {
  const lead = /^(?:cac )?(?:khau hieu|thong diep)[^:.;“"]{0,60}:\s*(?=\S)/.exec(foldSame(item.body));
  const rest = lead ? item.body.slice(lead[0].length) : '';
  if (rest === '' || ABOUT.test(foldSame(rest)) || !/^\p{Lu}/u.test(rest)) return [];
  return rest
    .split(/;\s+(?=\p{Lu})/u)
    .map((part) => ({ section: item.section, quote: part, text: tidy(part), item: item.index }));
}

function ofItem(item: Item, folded: string): FoundSlogan[] {
  // "Chủ đề, thời gian, khẩu hiệu" in one heading: only the slogans of it.
  if (
    [item, ...item.above].some(
      (each) => each.level > 1 && /^(chu de|thoi gian|dia diem|muc dich|yeu cau)\b/.test(foldSame(each.body)),
    )
  )
    return [];
  if (isLabelLine(item.body) && !item.cells) return [];
  if (!item.cells && ELSEWHERE.test(folded)) return [];
  if (item.cells)
    return item.cells
      .filter(
        (cell) =>
          cell.length > 12 &&
          !isAllCaps(cell) &&
          !/^(?:noi dung|cac |ten )?\s*(?:khau hieu|thong diep)[^.!]{0,30}$/.test(foldSame(cell)),
      )
      .map((cell) => ({ section: item.section, quote: cell, text: tidy(cell), item: item.index }));
  const quoted = [...item.body.matchAll(QUOTED)];
  const outside = item.body.replace(QUOTED, '').replace(/[\s;,.]+/g, '');
  if (
    quoted.length > 0 &&
    (outside.length < 4 || ABOUT.test(folded) || /:$/.test(item.body.slice(0, quoted[0]!.index).trim()))
  ) {
    return quoted.map((match) => ({ section: item.section, quote: match[0], text: tidy(match[1]!), item: item.index }));
  }
  // “A” and words that go on with something else: only what is quoted.
  if (quoted.length > 0 && quoted[0]!.index === 0 && /^[.;,\s]*[(\p{Lu}]/u.test(item.body.slice(quoted[0]![0].length)))
    return [{ section: item.section, quote: quoted[0]![0], text: tidy(quoted[0]![1]!), item: item.index }];
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
    .replace(/(?:\.\/\.?|[;,.])+$/, '')
    .trim();
  return /^[“"«'‘][^“”"«»]*[”"»'’]$/.test(clean)
    ? clean
        .slice(1, -1)
        .trim()
        .replace(/(?:\.\/\.?|[;,.])+$/, '')
    : clean;
}
