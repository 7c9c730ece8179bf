/** Names in capitals, written as Decree 30/2020 writes them in running text: "Sở Giáo dục và Đào tạo". */
import { foldSame } from '../../plain-fold.ts';

const ABBREVIATION =
  /^(?:ubnd|hdnd|ubmttq|mttqvn|mttq|lhpn|ldld|tncs|tntp|hcm|tphcm|tp\.|bch|btv|bcd|thpt|thcs|ptdt|cd|xhcn|tw|gd&dt|gddt|ldtbxh)$/;
/** Words after which the name of a branch begins: "Sở Y tế", "Trung tâm Văn hóa", "Đảng ủy xã". */
const BEFORE_BRANCH = /^(?:so|bo|phong|ban|cuc|vu|truong|hoi|doan|tam|uy|vien|tram|hiep|tran|bch|btv|va|-|–)$/;
/** Two words that are one: the second stays small. */
const ONE_WORD = /^(?:uy ban|uy xa|ban nhan|hoi dong|doan the)$/;
/** Offices whose names are capital wherever they stand. */
const CAPITAL = /^(?:uy ban|hoi dong|dang uy|dang bo)\b/;
const FIXED_NAMES = ['viet nam', 'ho chi minh', 'chinh phu'];
/** What follows is a school's own name. */
const SCHOOL = /^(?:tieu hoc|mam non|mau giao|trung hoc co so|trung hoc pho thong|thcs|thpt)$/;
/** "xã hội", "quân sự", "tỉnh ủy" only look like a level before a name. */
const LEVEL =
  /^(?:xa (?!hoi\b|doan\b|uy\b)|quan (?!su\b|doi\b|ly\b|uy\b|doan\b)|tinh (?!uy\b|doan\b)|huyen (?!uy\b|doan\b)|phuong (?!doan\b)|khu )/;
const SECOND_OF_LEVEL = /^(?:thanh pho|thi tran|thi xa|dac khu)$/;

/** A name in capitals with the capitals that it has in running text; `place` is a place's name that may stand in it. */
export function properCase(caps: string, place = ''): string {
  const words = caps.toLowerCase().split(' ');
  const folded = words.map(foldSame);
  const names = [...FIXED_NAMES, foldSame(place.trim())].filter((name) => name !== '');
  let inPlace = false;
  return words
    .map((word, index) => {
      if (ABBREVIATION.test(folded[index]!)) return word.toUpperCase();
      const pair = `${folded[index - 1] ?? ''} ${folded[index]!}`;
      const level = LEVEL.test(`${folded.slice(index).join(' ')} `) || SECOND_OF_LEVEL.test(pair);
      const raised = index === 0 || inPlace || isName(folded, index, names) || (!level && opensBranch(folded, index));
      inPlace ||= (index > 0 && level) || endsSchoolKind(folded, index);
      return raised && folded[index] !== 'va' ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
    })
    .join(' ');
}

function opensBranch(folded: readonly string[], index: number): boolean {
  const before = folded[index - 1] ?? '';
  const rest = folded.slice(index).join(' ');
  if (CAPITAL.test(rest)) return true;
  return (
    BEFORE_BRANCH.test(before) &&
    !ONE_WORD.test(`${before} ${folded[index]!}`) &&
    !/^(?:thanh pho|thi xa|thi tran|dac khu)\b/.test(rest)
  );
}

function endsSchoolKind(folded: readonly string[], index: number): boolean {
  return [1, 2, 4].some((count) => SCHOOL.test(folded.slice(Math.max(0, index + 1 - count), index + 1).join(' ')));
}

/** Whether a word is part of one of the names. */
function isName(folded: readonly string[], index: number, names: readonly string[]): boolean {
  return names.some((name) => {
    const parts = name.split(' ');
    return parts.some((_, at) => index >= at && folded.slice(index - at, index - at + parts.length).join(' ') === name);
  });
}
