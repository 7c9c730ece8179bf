/** Whom the lines above an item charge, as they write it. */
import { foldSame } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import { ownerOf } from '../assignments/owner.ts';
import { kindOf, kindOfHeading } from '../section-kind.ts';
import { DUTY, opensDuty } from './duty-words.ts';
import { named, type Parties } from './to-whom.ts';

/** Whom the headings and lines above an item charge. */
export function ownerAbove(item: Item, book: AgencyBook): Parties | null {
  const owner = ownerOf(item, book);
  const first = owner?.parties[0];
  if (!owner || !first) return null;
  // A heading is a name as a whole: "UBND các xã, phường không thuộc diện kiểm tra".
  const heading = headingAbove(item)?.words;
  const whole = heading?.startsWith(first.name) ? heading : null;
  const parties = whole === null ? owner.parties : book.parse(whole);
  return { parties, words: whole ?? listedAbove(item, parties) ?? parties.map((party) => party.name).join('; ') };
}

/** Names as the line above writes them: "Bệnh viện tỉnh và các trung tâm y tế". */
function listedAbove(item: Item, parties: readonly Party[]): string | null {
  for (const { body } of [...item.above].reverse()) {
    let end = 0;
    const listed = parties.every(({ name }, index) => {
      const at = body.indexOf(name, end);
      const joined = at >= 0 && (index === 0 ? at === 0 : /^(?:,|;|,? va|; va) $/.test(foldSame(body.slice(end, at))));
      end = at + name.length;
      return joined;
    });
    if (listed) return body.slice(0, end);
  }
  return null;
}

/** Headings of times and steps, which charge nobody. */
const NO_NAME =
  /^(?:trong |vao |tu |truoc |sau |dip )?(?:thang|quy|tuan|giai doan|dot|buoc|ngay|nam|thoi gian|hoc ky|he|6 thang)\b/;

/** Whoever a part of "Tổ chức thực hiện" is headed by: "3. Giáo viên chủ nhiệm", "2. Tổng phụ trách Đội". */
export function headingAbove(item: Item): Parties | null {
  if (kindOf(item) !== 'organize') return null;
  const heading = item.above.findLast((above) => above.level >= 2 && above.level <= 6);
  if (!heading || heading.body.length > 90 || kindOfHeading(heading) !== null) return null;
  const words = heading.body.replace(/\s*\([^)]*\)\s*:?$/, '').replace(/[:.;]$/, '');
  if (!/^\p{Lu}/u.test(words) || /[.;:]/.test(words) || NO_NAME.test(foldSame(words))) return null;
  return isName(foldSame(words)) ? named(words) : null;
}

/** Whether folded words name somebody and tell no duty ("Đoàn kiểm tra số 1" does, "Kiểm tra bếp ăn" does not). */
function isName(folded: string): boolean {
  const rest = folded.replace(
    /^(?:doan|to|ban|doi|nhom|cac don vi(?: duoc)?|cac co quan(?: duoc)?|cac dia phuong(?: duoc)?)\s+\S+\s+\S+/,
    '',
  );
  return !opensDuty(rest) && !DUTY.test(rest);
}
