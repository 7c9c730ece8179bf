/** Who issues a document: the last office of the letterhead, or the one that the preamble names. */
import type { Item } from '../../outline/outline.ts';
import { foldSame, isAllCaps } from '../../plain-fold.ts';
import type { Found } from './found.ts';
import { MOTTO, NUMBER, PLACE_DATE, type HeadLine } from './letterhead.ts';
import { properCase } from './proper-case.ts';

/** How an office's line opens; a line that does not goes on with the one above ("XÃ TÂN HƯNG", "VÀ XÃ HỘI"). */
const OFFICE =
  /^(?:ubnd|uy ban|ubmttq|hdnd|hoi dong|so|bo|phong|ban|cuc|chi cuc|tong cuc|vu|vien|cong an|dang uy|dang bo|chi bo|(?:tinh|thanh|huyen|quan|thi) uy|truong|trung tam|tram|benh vien|hoi|lien hiep|(?:tong )?lien doan|cong doan|doan|(?:tinh|thanh|huyen|quan|thi|xa|phuong) doan|bch|btv|bcd|mat tran|mttq|toa an|tand|vksnd|thu tuong|chinh phu|quoc hoi|van phong|quy|bao hiem|kho bac|thanh tra|nha thieu nhi|cung thieu nhi|ldld|lhpn|lang|mai am|co so|dai|bao|lien|hoc vien|don bien phong|dac khu uy)\b/;
const PLACE_LINE = /^(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b\.?(?! (?:uy|doan)\b)/;
/** The province below a commune's own line: where the commune lies, no part of its name. */
const PROVINCE_LINE = /^(?:tinh|thanh pho|tp|huyen)\b\.? (?!uy\b|doan\b)/;
const BELOW_PROVINCE =
  /\b(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan) (?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa) \S/;
/** Stamps on the first page, and the sign between the two columns of the party's letterheads. */
const STAMP = /^(?:du thao|hoa toc|thuong khan|khan|mat|toi mat|ban sao|sao y|luu hanh noi bo|\W*)\b(?: lan \d)?\W*$/;

/** The issuer, written as in running text where the document has it so; `head` ends where the title begins, `place` is that of the date line. */
export function issuerOf(
  head: readonly HeadLine[],
  preamble: readonly HeadLine[],
  items: readonly Item[],
  place: string,
): Found | null {
  const own = officesOf(head).at(-1);
  const spoken = spokenIssuer(preamble);
  if (!own || (spoken && /^ban (?:thuong vu|chap hanh|chi dao)$/.test(foldSame(own.text)))) return spoken;
  const written = own.text.replace(/\s+/g, ' ');
  // An office's name in capitals may be shortened; the sentence that issues the plan has it in full.
  const [kind] = foldSame(written).split(' ');
  const alike = spoken !== null && foldSame(spoken.value).slice(0, 8) === foldSame(written).slice(0, 8);
  if (alike && /^(?:so|phong)$/.test(kind ?? '')) return spoken;
  return { value: occurrence(written, items) ?? properCase(written, place), quote: own.quote, item: own.index };
}

interface Office {
  readonly text: string;
  readonly quote: string;
  readonly index: number;
}

/** The offices of the letterhead, the highest first; a name over several lines is one. */
export function officesOf(head: readonly HeadLine[]): Office[] {
  const offices: Office[] = [];
  for (const line of head) {
    const text = line.text
      .replace(/[-_*=]{3,}/g, '')
      .replace(/\s*\*+$/, '')
      // A scan's "TAl" for "TAI".
      .replace(/(?<=\p{Lu})l(?!\p{L})/gu, 'I')
      .trim();
    const folded = foldSame(text);
    if (MOTTO.test(folded) || NUMBER.test(folded) || PLACE_DATE.test(folded) || STAMP.test(folded)) continue;
    if (/^(?:so\s*[:.\d/…_]|v\/v\b)/.test(folded)) continue;
    if (!isAllCaps(text) && !/^(ubnd|uy ban nhan dan)/.test(folded)) continue;
    const previous = offices.at(-1);
    const goesOn = /[-–]$/.test(previous?.text ?? '') || PLACE_LINE.test(folded) || !OFFICE.test(folded);
    if (previous && PROVINCE_LINE.test(folded) && BELOW_PROVINCE.test(foldSame(previous.text))) continue;
    if (previous && goesOn) offices[offices.length - 1] = { ...previous, text: `${previous.text} ${text}` };
    else if (OFFICE.test(folded)) offices.push({ text, quote: line.text, index: line.index });
  }
  return offices;
}

const SPOKEN =
  /\b(?:uy ban nhan dan|ubnd)(?: \(ubnd\))? (?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b|\b(?:so|phong|ban) [a-z]+/g;
const ISSUES = /^,?\s+(?:ban hanh|xay dung|trien khai|to chuc|de ra|yeu cau|de nghi|thong bao)\b/;

/** "… UBND xã Minh Long ban hành Kế hoạch …" */
function spokenIssuer(preamble: readonly HeadLine[]): Found | null {
  for (const line of preamble) {
    const folded = foldSame(line.text);
    for (const match of folded.matchAll(SPOKEN)) {
      const head = line.text.slice(match.index, match.index + match[0].length);
      const tail = restOfName(match[0], line.text.slice(match.index + head.length));
      if (!ISSUES.test(folded.slice(match.index + head.length + tail.length)) || !/^\p{Lu}/u.test(head)) continue;
      const quote = head + tail;
      return { value: quote.replace(/\s*\(UBND\)/, ''), quote, item: line.index };
    }
  }
  return null;
}

function restOfName(head: string, behind: string): string {
  if (/^(?:so|phong|ban)\b/.test(head))
    return behind.slice(0, /^[^.;:(]{0,60}?(?=,?\s(?:ban hanh|xay dung)\b)/.exec(foldSame(behind))?.[0].length ?? 0);
  return /^(?:\s(?:\p{Lu}[\p{L}'’]*|-))*/u.exec(behind)![0].replace(/[\s,-]+$/, '');
}

/** The same words elsewhere in the document in small letters. */
function occurrence(caps: string, items: readonly Item[]): string | null {
  const wanted = caps.toLowerCase();
  for (const item of items) {
    const at = item.text.toLowerCase().indexOf(wanted);
    const words = at >= 0 ? item.text.slice(at, at + wanted.length) : '';
    if (at >= 0 && !isAllCaps(words) && /^\p{Lu}/u.test(words)) return words;
  }
  return null;
}
