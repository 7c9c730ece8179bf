/** What a section is about, told by its headings. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';

export type SectionKind =
  | 'slogan'
  | 'target'
  | 'goal'
  | 'requirement'
  | 'funding'
  | 'report'
  | 'organize'
  | 'theme'
  | 'task'
  | 'activity'
  | 'basis'
  | 'background'
  | 'other';

const KINDS: readonly (readonly [SectionKind, RegExp])[] = [
  [
    'background',
    /^(?:danh gia |khai quat |thuc trang|boi canh|dac diem|tinh hinh|ket qua (?:thuc hien|dat duoc)|su can thiet)/,
  ],
  // "Chạy thông điệp trên màn hình", "Sáng tác khẩu hiệu": work with slogans, no list of them.
  [
    'slogan',
    /^(?!(?:chay|phat|sang tac|thiet ke|san xuat|xay dung|bien soan|thi|cuoc thi|hoi thi|to chuc|treo|lap dat|in|in an|lan toa|quang ba|truyen tai|gui|nhan tin|dang tai|lua chon|phat dong|trien khai|doi moi|day manh|tang cuong|ket hop)\b).*(?:khau hieu|thong diep)/,
  ],
  [
    'report',
    /^(?:che do )?(?:thong tin,? )?(?:va )?bao cao|che do (?:thong tin|bao cao)|thong tin,? bao cao|thoi gian bao cao|bao cao (?:ket qua|dinh ky)/,
  ],
  [
    'target',
    /chi tieu|muc tieu cu the|^(?:yeu cau|ket qua|muc|tieu chi) (?:can|phai|phan dau|du kien) dat(?! duoc nam)|^chi so (?:can|danh gia)/,
  ],
  [
    'organize',
    /to chuc (?:thuc hien|trien khai)|phan cong|trach nhiem (?:cua|thuc hien|cac)|^trach nhiem$|giao nhiem vu/,
  ],
  ['basis', /^can cu|co so phap ly/],
  ['funding', /kinh phi|nguon luc tai chinh|du toan|nguon luc thuc hien/],
  ['task', /nhiem vu|giai phap/],
  ['theme', /^chu de|thoi gian|dia diem/],
  ['activity', /hoat dong|noi dung|chuong trinh|lich trinh|tien trinh|cac buoc|thanh phan|doi tuong/],
  ['goal', /muc dich|muc tieu|quan diem/],
  ['requirement', /yeu cau/],
];

/** The kind of the innermost heading above an item that tells one; the item itself counts where it is a heading. */
export function kindOf(item: Item): SectionKind {
  const headings = [...item.above.filter((each) => each.heading || each.level <= 2), ...(item.heading ? [item] : [])];
  for (const heading of headings.reverse()) {
    const kind = kindOfHeading(heading);
    if (kind) return kind;
  }
  return 'other';
}

/** The kind that a heading's words tell; null where they tell none. Run-in headings end at their colon. */
export function kindOfHeading(item: Item): SectionKind | null {
  const words = foldSame(item.heading ? item.body : (/^[^:.]{3,80}(?=:)/.exec(item.body)?.[0] ?? '')).trim();
  if (words === '' || (words.length > 120 && item.level > 1)) return null;
  const firsts = KINDS.filter(([, sign]) => sign.test(words));
  if (firsts.length === 0) return null;
  if (item.level <= 1 && /muc dich/.test(words) && /yeu cau/.test(words)) return 'goal';
  return firsts[0]![0];
}
