/** Targets: items of the sections on "chỉ tiêu" and "mục tiêu" that carry figures. */
import { dropFolded, foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { kindOf, kindOfHeading, type SectionKind } from './section-kind.ts';
import { clausesOf, sentencesOf, type Span } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

export interface Figure {
  readonly value: string;
  readonly what: string;
}

export interface FoundTarget {
  readonly section: string;
  readonly quote: string;
  readonly number: string | null;
  readonly text: string;
  readonly figures: readonly Figure[];
  readonly item: number;
}

const NUMBER = '\\d{1,3}(?:[.,]\\d{1,3})*';
const BOUND = '(?:[≤≥<>]|tren|duoi|it nhat|toi thieu|toi da|khong qua|khong vuot qua|khoang|gan|tu)';
/** What may close a figure: a rhythm, a bound behind it. */
const CLOSE = '(?:\\s*\\/\\s*nam)?(?:\\s+tro (?:len|xuong))?';
/** What is counted, as the count's own word. */
const UNIT =
  '(?:mo hinh|cau lac bo|dien dan|diem vui choi|diem|lop tap huan|lop|tre em|tre mo coi|tre|buoi|cuoc|hoi nghi|suat hoc bong|suat qua|suat|phan qua|luot tre em|luot nguoi|luot|can bo|cong tac vien|xa|phuong|truong hop|truong|doi|chot|ao phao|cuon|to roi|bang ron|pa ?no|video|tieu pham|vu|cap|ca|ho boi|ho gia dinh|ho|tin, bai|tin|bai|nguoi|khu vui choi|san choi|be boi|hoc sinh|giao vien|phong su|chuyen de|chuyen muc|dot|lan|san pham|ban|thon|ap|xom|buon|khu pho|to dan pho|co so|cong trinh|hoat dong|doanh nghiep|don vi|to chuc|phien|hoi thi|su kien|thu vien|tu sach|nha|xe dap|chi hoi|chi doan|nhom|dia chi|ngoi nha|em)';
/** Words that no count's own word is made with. */
const NO_NOUN =
  '(?:cho|tai|trong|duoc|ve|o|cua|moi|co|de|va|den|voi|theo|tren|so|hoac|tham|dat|tung|la|nhu|khi|bi|gom|vao|mot|hang|ca)';
/** A word, or two where the second may belong to the first. */
const NOUN = `(?:${UNIT}\\b|[a-z]+(?:\\s+(?!${NO_NOUN}\\b)[a-z]+)?)`;
const FIGURE = new RegExp(
  [
    `tu\\s+${NUMBER}\\s*%?\\s*(?:den|[-–])\\s*${NUMBER}\\s*%${CLOSE}`,
    `${NUMBER}\\s*%?\\s*(?:[-–]|den(?=\\s*\\d+(?:[.,]\\d+)?\\s*%))\\s*${NUMBER}\\s*%${CLOSE}`,
    `(?:tu\\s+)?${NUMBER}\\s*(?:den|[-–])\\s*${NUMBER}\\s+(?:(?:ty|trieu)(?: dong)?|${UNIT})\\b`,
    `(?:${BOUND}\\s*)*${NUMBER}\\s*\\/\\s*100\\s+diem${CLOSE}`,
    `\\b(\\d{1,4})\\/\\d{1,4}\\s+(?=xa|phuong|huyen|thon|truong|thi tran|dac khu|quan|xom|ban|ap|khu|tinh|co so|don vi|buon|to dan pho)(?<=\\d\\s+)`,
    `(?:${BOUND}\\s*)*${NUMBER}\\s*(?:diem\\s*)?(?:%|phan tram|‰)${CLOSE}(?: doi voi (?:nong thon|thanh thi|khu vuc [a-z]+ [a-z]+))?`,
    `(?:${BOUND}\\s*)*${NUMBER}\\s*\\/\\s*(?:1|10|100)[.]?000(?:\\s+tre(?: em)?(?: de song)?(?: duoi \\d+ tuoi)?)?`,
    `(?:${BOUND}\\s*)*${NUMBER}\\s+(?:ty|trieu|nghin|ngan)(?:\\s+dong)?${CLOSE}`,
    `(?:it nhat|toi thieu|toi da|khong qua|khong vuot qua|tren|duoi|hon)\\s+${NUMBER}\\s+(?!tuoi|thang|ngay|gio|nam|tre (?:em )?de|tre de|loai)${NOUN}`,
    `(?<=(?:xuong|con|dat|duoi|tren|giam|tang|la|song|toi thieu|it nhat)\\s)(?:${BOUND}\\s*)*${NUMBER}(?!\\s*(?:%|tuoi|thang|ngay|gio|nam|tre|\\/|-|loai|[.,]?\\d)|\\s+${UNIT}\\b)`,
    `(?:tu\\s+|khoang\\s+|gan\\s+)?\\b${NUMBER}\\s+${UNIT}\\b${CLOSE}`,
  ].join('|'),
  'g',
);

/** All targets, in order. */
export function findTargets(items: readonly Item[], rows: readonly TaskRow[]): FoundTarget[] {
  const found: FoundTarget[] = [];
  for (const item of items) {
    if (item.zone !== 'body' || item.heading || item.cells) continue;
    const own = inTargets(item);
    const words = own ? item.body : strivingIn(item);
    const figures = words === null ? [] : figuresIn(withoutPast(words));
    if (words === null || figures.length === 0) continue;
    found.push({
      section: item.section,
      quote: item.text,
      number: own ? numberOf(item) : null,
      text: dropFolded(words, /^chi tieu\s+\d+\s*[:.]\s*/).replace(/[;.]$/, ''),
      figures,
      item: item.index,
    });
  }
  for (const row of rows) {
    const values = [
      ...row.targets.filter((value) => /\d/.test(value)),
      // "Sản phẩm: 100% trẻ được cân đo" is a target; "02 lớp", "Báo cáo" are what is handed in.
      ...figuresIn(row.product ?? '')
        .map(({ value }) => value)
        .filter((value) => SHARE.test(foldSame(value))),
    ];
    if (values.length === 0 || row.task === '') continue;
    found.push({
      section: row.section,
      quote: row.item.text,
      number: row.number,
      text: row.task,
      figures: values.map((value) => ({ value, what: row.task })),
      item: row.item.index,
    });
  }
  return found;
}

/** Whether an item stands among targets: under such a heading, or under a general goal that has a list with figures. */
function inTargets(item: Item): boolean {
  const kind = kindOf(item);
  if (kind === 'target') return true;
  if (kind !== 'goal') return false;
  const goals = item.above.filter(
    (above) => /muc tieu|phan dau/.test(foldSame(above.body)) && kindOfHeading(above) !== 'requirement',
  );
  if (goals.length === 0) return false;
  const folded = foldSame(item.body);
  // Below "MỤC TIÊU" alone, an item that opens with its figure or with what is striven for is a target without a share too.
  return (
    SHARE.test(folded) || (!/muc dich/.test(foldSame(goals[0]!.body)) && item.marker !== null && STRIVES.test(folded))
  );
}

const SHARE =
  /%|‰|\/1[0.]*000|phan tram|(?<![\d/])\d{1,4}\/\d{1,4}\s+(?:xa|phuong|huyen|thon|truong|thi tran|dac khu|quan|xom|ban|ap|khu|co so|don vi|buon|to dan pho)\b/;
const STRIVES = new RegExp(
  `^(?:phan dau|it nhat|toi thieu|khong qua|toi da|giam|tang|moi|co|xay dung|thanh lap|duy tri|to chuc|mo|tang|trao|ho tro)\\s+(?:[a-z]+\\s+){0,6}?${NUMBER}\\b|^${NUMBER}\\s+${UNIT}\\b`,
);

/** Sections whose sentences set out to reach figures without a heading that says so. */
const ELSEWHERE: ReadonlySet<SectionKind> = new Set(['goal', 'requirement', 'task', 'activity', 'organize', 'other']);

/** "Phấn đấu 35% trường tiểu học có dạy bơi", wherever it stands: the clause from that word on. */
function strivingIn(item: Item): string | null {
  if (!ELSEWHERE.has(kindOf(item))) return null;
  for (const sentence of sentencesOf(item.body)) {
    const folded = foldSame(sentence.text);
    const start = /\bphan dau\b(?! vuon)|\b(?:bao dam|dam bao|van dong|huy dong)(?=\s+(?:[a-z]+\s+)?\d{2,3}%)/.exec(
      folded,
    )?.index;
    if (start !== undefined) return sentence.text.slice(start);
    const bound = boundIn(sentence) ?? shareIn(item, sentence);
    if (bound !== null) return bound;
  }
  return null;
}

/** Who is reached, what they are given, and what is set up for them; a body's own output (news, sessions, visits) is none. */
const REACHED =
  '(?:tre(?: em)?|em|hoc sinh|thieu nhi|nguoi|can bo|cong tac vien|tinh nguyen vien|ho(?: gia dinh)?|suat(?: qua| hoc bong)?|phan qua|hoc bong|lop(?: hoc| tap huan| day boi| boi)?|mo hinh|cau lac bo|cong trinh|diem|khu vui choi|san choi|be boi|ho boi|thu vien|tu sach|nha|ngoi nha|xe dap|ao phao|the bao hiem)';
const AT_LEAST = new RegExp(`\\b(?:it nhat|toi thieu)\\s+\\d{1,4}\\s+${REACHED}\\b`);

/** "tặng tối thiểu 50 suất quà", "mỗi chi hội đỡ đầu ít nhất 01 trẻ": the bound and what it counts, to the end of its clause. */
function boundIn(sentence: Span): string | null {
  for (const clause of clausesOf(sentence)) {
    const match = AT_LEAST.exec(foldSame(clause.text));
    if (match) return clause.text.slice(match.index);
  }
  return null;
}

/** What is paid in full is no share to reach. */
const PAID =
  /\b(?:ho tro|mien|giam|huong|cap|chi|thanh toan|bang|bao dam kinh phi)\s+(?:\S+\s+)?$|^100\s*%\s+(?:kinh phi|chi phi|muc|hoc phi|von|luong|ngan sach|gia|tien|vien phi|le phi)/;

/** "100% cơ sở giáo dục công khai …" in a task; among requirements also "Kéo giảm từ 5% …" and other shares that open a clause. */
function shareIn(item: Item, sentence: Span): string | null {
  const kind = kindOf(item);
  const folded = foldSame(sentence.text);
  const whole = /\b100\s*(?:%|phan tram)\s+(?=[a-z])/.exec(folded);
  const aim = kind === 'goal' || kind === 'requirement';
  const opens = aim
    ? /^\W*(?:(?:keo )?giam|tang|nang|bao dam|dam bao|duy tri|tren|duoi|it nhat|toi thieu|co|ty le)?\b[^;:%]{0,80}?\d\s*(?:%|‰)/.exec(
        folded,
      )
    : null;
  if (opens) return sentence.text;
  const paid =
    whole && (PAID.test(folded.slice(0, whole.index)) || PAID.test(folded.slice(whole.index, whole.index + 40)));
  return whole && !paid ? sentence.text.slice(whole.index) : null;
}

function numberOf(item: Item): string | null {
  const named = /^chi tieu\s+(?:so\s+)?(\d+(?:\.\d+)?)/.exec(foldSame(item.body));
  if (named) return named[1]!;
  return item.marker && ['number', 'decimal', 'letter'].includes(item.marker.kind) ? item.marker.label : null;
}

/** "(năm 2025: 64%)", "(hiện đạt 60%)": what was reached before. */
const PAST = /\((?:nam \d{4}|hien|thuc hien nam|uoc thuc hien|ket qua nam|cung ky|so lieu nam)[^()]*\)/g;

/** "Năm 2023, trên địa bàn xảy ra 09 vụ, giảm 25%": a sentence on what was, among those on what is aimed at. */
function withoutPast(words: string): string {
  return sentencesOf(words)
    .filter(({ text }) => !PAST_SENTENCE.test(foldSame(text)))
    .map(({ text }) => text)
    .join(' ');
}

const PAST_SENTENCE =
  /^(?:rieng |trong |tinh den |den )?(?:cuoi |het )?nam 20\d\d,?\s(?![^.]*\b(?:phan dau|dat muc tieu|se)\b)[^.]*\b(?:xay ra|ghi nhan|phat hien|da co|da dat)\b/;

/** The figures of a target with what each measures; ages, populations' bases and years are no figures. */
export function figuresIn(body: string): Figure[] {
  const figures: Figure[] = [];
  const text = dropFolded(body, /^chi tieu\s+(?:so\s+)?\d+(?:\.\d+)?\s*[:.]\s*/);
  for (const clause of clausesOf({ start: 0, text })) {
    const folded = foldSame(clause.text).replace(PAST, (words) => ' '.repeat(words.length));
    const matches = [...folded.matchAll(FIGURE)];
    for (const [at, match] of matches.entries()) {
      const before = folded.slice(0, match.index);
      if (/[\d/,.-]$/.test(before.trimEnd()) && /[\d/]$/.test(before)) continue;
      if (/(?:nam|giai doan|chi tieu|so|dieu|thang|ngay|tren)\s*$/.test(before) && !/%/.test(match[0])) continue;
      if (/^(?:tren|duoi)?\s*1[.]?0*00\b/.test(match[0]) && !/%/.test(match[0])) continue;
      if (/^20[12]\d\b/.test(match[0])) continue;
      // "7 trên 10 trẻ" is one figure, and no bound.
      if (/\d\s*$/.test(before) && /^tren\b/.test(match[0])) continue;
      const value = clause.text.slice(match.index, match.index + match[0].length).trim();
      // "chinh quyen dia phuong 02 cap": levels, which fold to the same letters as couples.
      if (/\sc\u1ea5p$/iu.test(value.normalize('NFC'))) continue;
      const repeated = /^(\p{L}+)\s+\1\s/iu.exec(value);
      figures.push({
        value: repeated ? value.slice(repeated[1]!.length + 1) : value,
        what: whatOf(clause.text, endOf(matches[at - 1]), match.index, match[0].length, matches[at + 1]?.index),
      });
    }
  }
  return figures;
}

function endOf(match: RegExpExecArray | undefined): number {
  return match ? match.index + match[0].length : 0;
}

/** The words beside a figure, between the figures before and behind it. */
function whatOf(clause: string, from: number, start: number, length: number, until = clause.length): string {
  const opened = dropFolded(
    clause.slice(from, start).replace(/^[\s,;.)]+/, ''),
    /^(?:(?:phan dau|duy tri|dam bao|bao dam|co|tren|giam|tang|den nam \d{4},?)\s+)+/,
  );
  const before = dropFolded(opened, /\s*(?:\b(?:dat|xuong|con|la|duoi|tren|toi thieu|it nhat|co|o muc)\b\s*)*$/).trim();
  const after = clause
    .slice(start + length, until)
    .replace(/^[\s,]+/, '')
    .replace(/[;.,(]\s*$/, '')
    .trim();
  return before.length >= after.length || after === '' ? (before === '' ? after : before) : after;
}
