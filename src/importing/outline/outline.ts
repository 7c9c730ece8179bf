/** The structure of a document: zones, headings, items, and the section that a reader would cite for each. */
import { foldSame, isAllCaps } from '../plain-fold.ts';
import { readMarker, romanOf, romanValue, type Marker } from './marker.ts';
import { markOwners } from './owner-headings.ts';
import type { Paragraph } from './paragraphs.ts';

export type Zone = 'header' | 'body' | 'closing' | 'ending';

export interface Item extends Paragraph {
  readonly index: number;
  readonly zone: Zone;
  readonly marker: Marker | null;
  /** The text without its marker. */
  readonly body: string;
  readonly section: string;
  readonly level: number;
  /** The headings and items that it stands under, outermost first. */
  readonly above: readonly Item[];
  heading: boolean;
  /** Set for a heading that is the name of who is charged below it. */
  owner: boolean;
  /** Set in an annex. */
  readonly annex: boolean;
}

/** Words of section names, as they are cited. */
export interface SectionWords {
  readonly preamble: string;
  readonly closing: string;
  readonly ending: string;
  readonly annex: string;
  readonly dash: string;
  readonly plus: string;
  readonly item: string;
  readonly paragraph: string;
  readonly row: string;
}

const ENDING = /^(noi nhan\b|noi gui\s*:|(kt|tm|tl|tuq)\s*\.\s*\S)/;
const CLOSING =
  /^(tren day la|trong qua trinh (trien khai|thuc hien|to chuc)|yeu cau (cac|thu truong)[^.]*(nghiem tuc|to chuc)|de nghi (cac|thu truong|quy)[^.]*(nghiem tuc|quan tam|phoi hop (thuc hien|trien khai))|can cu (noi dung )?ke hoach nay|(uy ban nhan dan|ubnd)[^.;:]{0,40} (giao|yeu cau|de nghi) (cac|thu truong))|^(?:chi thi|quyet dinh|ke hoach|huong dan|cong van|thong tri) nay co hieu luc\b/;
/** Who issues the document asks all whom it concerns: the last sentence, whatever its words. */
const ASKS_ALL =
  /^(?:nhan duoc [^.;:,]{4,40},? )?(?:(?:so|phong|ban|bo|hoi|tinh|thanh|huyen|uy ban|ubnd|truong|lien doan|bch|btv|bcd)\b[^.;:,]{0,60} )?(?:de nghi|yeu cau|mong|kinh mong|rat mong) (?:cac|thu truong|quy|toan the|lanh dao)\b[^.;:]*(?:thuc hien|trien khai|phoi hop|quan tam|nghiem tuc|chi dao)[^.;:]*[./]*$/;
const ANNEX =
  /^(phu luc|phu bieu|bieu so|bieu mau|danh muc|de cuong|(cac )?(khau hieu|thong diep)[^.]{0,60}(tuyen truyen|truyen thong|thang hanh dong))/;
const ATTACHED = /^(ke hoach|chuong trinh|de an|phuong an)$/;
/** A table of the two columns of the heading block. */
const LETTERHEAD = /cong hoa xa hoi chu nghia|doc lap\s*[-–]\s*tu do|^(?:[^|]*\|\s*)?so\s*:[\s\d.…_]*\//;
const PREAMBLE_NUMBERED = /^\d+[.)]\s*(can cu|thuc hien|theo)\b/;

/** Lays out paragraphs; `isAgencyLine` tells whether an unmarked line is nothing but agencies. */
export function layOut(
  paragraphs: readonly Paragraph[],
  words: SectionWords,
  isAgencyLine: (text: string) => boolean,
): Item[] {
  const zones = zonesOf(paragraphs);
  const romans = paragraphs.some(
    (each, index) => zones[index]!.zone === 'body' && readMarker(each.text)?.kind === 'roman',
  );
  const items: Item[] = [];
  let stack: Item[] = [];
  const counts = new Map<Item | null, { dash: number; plus: number; rest: number; rows: number }>();
  let annex = 0;
  let lastTop = 0;
  paragraphs.forEach((paragraph, index) => {
    const { zone, annexStart } = zones[index]!;
    if (annexStart) {
      stack = [];
      annex += 1;
      lastTop = 0;
    }
    const inAnnex = annex > 0 && zones[index]!.annex;
    const marker = zone === 'body' && !paragraph.cells ? readMarker(paragraph.text) : null;
    const plain = !marker && zone === 'body' && !paragraph.cells;
    const title = plain && inAnnex && isAnnexTitle(paragraph.text);
    const bare = plain && (title || isBareHeading(paragraph.text, stack, isAgencyLine));
    const level = marker ? levelOf(marker, lastTop, romans) : bare ? (title || isAllCaps(paragraph.text) ? 1 : 2) : 9;
    if (zone !== 'body') stack = [];
    stack = stack.filter((each) => each.level < level || (level === 9 && each.level !== 9));
    const parent = stack.at(-1) ?? null;
    const count = counts.get(parent) ?? { dash: 0, plus: 0, rest: 0, rows: 0 };
    counts.set(parent, count);
    const label =
      marker && level === 1 && marker.kind === 'number' && romans ? romanOf(lastTop + 1) : (marker?.label ?? '');
    if (level === 1 && marker) lastTop = romanValue(label) || lastTop + 1;
    const item: Item = {
      ...paragraph,
      index,
      zone,
      marker,
      body: marker ? marker.body : paragraph.text,
      section:
        (inAnnex ? `${words.annex}${stack.length > 0 || marker ? ', ' : ''}` : '') +
        sectionOf(zone, marker, label, bare, paragraph, stack, count, words, inAnnex),
      level,
      above: [...stack],
      heading: bare,
      owner: false,
      annex: inAnnex,
    };
    items.push(item);
    if (zone === 'body' && level < 9) stack.push(item);
  });
  markHeadings(items);
  markOwners(items, isAgencyLine);
  return items;
}

function zonesOf(paragraphs: readonly Paragraph[]): { zone: Zone; annexStart: boolean; annex: boolean }[] {
  let zone: Zone = 'header';
  let annex = false;
  let decided = false;
  return paragraphs.map((paragraph) => {
    const folded = foldSame(paragraph.text);
    const marker = paragraph.cells ? null : readMarker(paragraph.text);
    let annexStart = false;
    if (zone === 'ending' || zone === 'closing') {
      const attached = ATTACHED.test(folded.trim());
      if (
        attached ||
        (ANNEX.test(folded) &&
          paragraph.text.length < 200 &&
          (zone === 'ending' || isAllCaps(paragraph.text.slice(0, 12))))
      ) {
        zone = attached ? 'header' : 'body';
        annex = !attached;
        annexStart = true;
      } else if (zone === 'ending' && marker?.kind === 'roman' && isAllCaps(marker.body)) zone = 'body';
      else if (zone === 'closing' && marker && (marker.kind === 'roman' || marker.kind === 'article')) zone = 'body';
      else if (ENDING.test(folded)) zone = 'ending';
      return { zone, annexStart, annex };
    }
    if (ENDING.test(folded) && (zone === 'body' || decided)) zone = 'ending';
    else if (zone === 'header' && startsBody(paragraph, marker, folded)) zone = 'body';
    else if (zone === 'body' && !marker && !annex && (CLOSING.test(folded) || asksAll(paragraph.text, folded)))
      zone = 'closing';
    decided ||= zone === 'body';
    return { zone, annexStart, annex };
  });
}

function asksAll(text: string, folded: string): boolean {
  return text.length < 240 && !/\d/.test(text.replace(/\d{4}/g, '')) && ASKS_ALL.test(folded);
}

function startsBody(paragraph: Paragraph, marker: Marker | null, folded: string): boolean {
  if (paragraph.cells) return !LETTERHEAD.test(folded);
  if (!marker) return false;
  if (PREAMBLE_NUMBERED.test(folded)) return false;
  return ['roman', 'part', 'article', 'number', 'letter'].includes(marker.kind);
}

function levelOf(marker: Marker, lastTop: number, romans: boolean): number {
  if (marker.kind === 'part') return 0;
  if (marker.kind === 'roman' || marker.kind === 'article') return 1;
  if (marker.kind === 'number') {
    // Without Roman numbers capitals make a chapter, whatever number a conversion has left before it.
    const next = !romans || lastTop === 0 || Number(marker.label) === lastTop + 1;
    return next && isAllCaps(marker.body.split(':')[0]!) ? 1 : 2;
  }
  if (marker.kind === 'decimal') return 2 + (marker.label.split('.').length - 1);
  return { letter: 6, dash: 7, plus: 8 }[marker.kind];
}

/** "Khẩu hiệu tuyên truyền Tháng hành động vì trẻ em năm 2023" below "PHỤ LỤC": what the annex is about, in small letters. */
function isAnnexTitle(text: string): boolean {
  return text.length < 160 && !/[.:;,!“"]/.test(text) && ANNEX.test(foldSame(text));
}

/** A heading whose number was lost on the way, or that never had one. */
function isBareHeading(text: string, stack: readonly Item[], isAgencyLine: (text: string) => boolean): boolean {
  if (text.length > 160 || /[.;,]$/.test(text)) return false;
  if (isAllCaps(text)) return text.split(' ').length >= 2;
  return stack.some((each) => each.level <= 1) && isAgencyLine(text);
}

function sectionOf(
  zone: Zone,
  marker: Marker | null,
  label: string,
  bare: boolean,
  paragraph: Paragraph,
  stack: readonly Item[],
  count: { dash: number; plus: number; rest: number; rows: number },
  words: SectionWords,
  inAnnex: boolean,
): string {
  if (zone === 'header') return words.preamble;
  if (zone === 'closing') return words.closing;
  if (zone === 'ending') return words.ending;
  const parent = stack.at(-1);
  const above = (parent?.section ?? '')
    .replace(inAnnex ? `${words.annex}, ` : '\u0000', '')
    .replace(inAnnex ? words.annex : '\u0000', '');
  const after = (tail: string): string => (above === '' ? tail : `${above}, ${tail}`);
  if (paragraph.cells) return after(`${words.row} ${(count.rows += 1)}`);
  if (bare) return isAllCaps(paragraph.text) ? paragraph.text : after(paragraph.text.replace(/:$/, ''));
  if (!marker) {
    count.rest += 1;
    const first = count.rest === 1 && count.dash === 0;
    if (!parent) return words.preamble;
    return first && parent.heading
      ? above
      : first && /:$/.test(parent.text)
        ? above
        : after(`${words.paragraph} ${count.rest + 1}`);
  }
  if (marker.kind === 'dash') return after(`${words.dash} ${(count.dash += 1)}`);
  if (marker.kind === 'plus') return after(`${words.plus} ${(count.plus += 1)}`);
  if (marker.kind === 'decimal') {
    const outer = stack.findLast((each) => each.marker?.kind === 'number' || each.marker?.kind === 'roman');
    return above === ''
      ? label
      : outer?.marker?.kind === 'number'
        ? `${outer.section}, ${words.item} ${label}`
        : `${above}.${label}`;
  }
  if (marker.kind === 'article') return paragraph.text.slice(0, paragraph.text.indexOf(label) + label.length);
  if (marker.kind === 'part' || marker.kind === 'roman')
    return marker.kind === 'roman' && parent ? `${above}.${label}` : label;
  return above === '' ? label : `${above}.${label}`;
}

/** Headings are what stands above something and is no sentence. */
function markHeadings(items: Item[]): void {
  const parents = new Set(items.flatMap((item) => item.above));
  for (const item of items) {
    if (item.zone !== 'body' || item.cells || item.heading) continue;
    if (!item.marker || item.level > 6) continue;
    const next = items[item.index + 1];
    const carries = parents.has(item) || (next?.zone === 'body' && (next.level === 9 || next.level > item.level));
    item.heading = item.body.length < 200 && !/[.;,]["”]?$/.test(item.body) && (carries || isAllCaps(item.body));
  }
}
