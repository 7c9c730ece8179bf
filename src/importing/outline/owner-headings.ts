/** Headings that name who is charged in words of their own: "Bảo vệ", "Già làng" among "Sở Y tế", "Công an tỉnh". */
import { foldSame } from '../plain-fold.ts';
import type { Item } from './outline.ts';

/** Matters of such a section, which nobody is charged by. */
const MATTER =
  /^(?:cong tac|che do|thoi gian|kinh phi|nguon|kiem tra|thanh tra|to chuc|ve|doi voi|trong|tuyen truyen|truyen thong|hoat dong|noi dung|giai phap|nhiem vu|bao cao|so ket|tong ket|khen thuong|thong tin|lien he|dieu kien|phuong an|tien do|muc|yeu cau|phan cong|trach nhiem|cac (?:hoat dong|noi dung|giai phap|nhiem vu|buoc)|giai doan|cap|buoc|dot|quy|thang|nam|ngay|giam sat|danh gia|phong|thuc hien|xay dung|trien khai|huy dong|tang cuong|nang cao|ho tro|cham soc|bao ve (?!\S*$)|le|le phat dong)\b/;

/** Marks the unknown names among siblings most of which are agencies. */
export function markOwners(items: readonly Item[], isAgencyLine: (text: string) => boolean): void {
  const siblings = new Map<string, Item[]>();
  for (const item of items) {
    if (!item.heading || !item.marker || item.level < 2 || item.level > 6) continue;
    const key = `${item.above.at(-1)?.index ?? -1} ${item.marker.kind}`;
    siblings.set(key, [...(siblings.get(key) ?? []), item]);
  }
  for (const group of siblings.values()) {
    const agencies = group.filter((item) => isAgencyLine(item.body));
    if (agencies.length < 2 || agencies.length * 2 < group.length) continue;
    for (const item of group) item.owner = agencies.includes(item) || couldBeName(item.body);
  }
}

function couldBeName(body: string): boolean {
  const words = body.replace(/:$/, '').split(' ');
  return words.length <= 6 && /^\p{Lu}/u.test(body) && !/[,:;]/.test(words.join(' ')) && !MATTER.test(foldSame(body));
}
