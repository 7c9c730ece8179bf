/** Agencies in running text: where a list of them ends, which names are in it, which known agency each one is. */
import type { Agency } from '../../knowledge/schema.ts';
import { dropFolded, foldSame } from '../plain-fold.ts';
import { INTRO, LEADING, listEnd, predicateAt, verbAt } from './agency-clauses.ts';
import { AgencyIndex, type PlanLevel } from './agency-index.ts';
import { AgencyNames } from './agency-names.ts';

export type { PlanLevel } from './agency-index.ts';

export interface Party {
  /** As the document writes it. */
  readonly name: string;
  /** The known agency; null for one that is not in agencies.yaml. */
  readonly agency: string | null;
}

/** A list of agencies at the head of a sentence, and where the words after it begin. */
export interface Subject {
  readonly parties: readonly Party[];
  readonly end: number;
  readonly words: string;
}

/** Kinds of bodies that a collective before them takes in ("các sở, ban, ngành"). */
const GENERIC =
  /^(ban|nganh|vu|cuc|ban nganh|doan the|hoi|hoi doan the|don vi|to chuc|phong|phong ban|co quan|so|cac nganh|hoi, doan the|ca nhan|truong hoc|doanh nghiep)(?: (?:nganh|doan the|don vi|tinh|huyen|xa|phuong|thanh pho|lien quan|co lien quan|cap tinh|cap xa))*(?: duoc .*)?$/;

const KIND_ONLY = /^cac (?:don vi|co quan|to chuc|so|phong|ban|nganh|co quan, don vi)(?: sau)?$/;

/** No list of names is longer; a text without an end would cost its square. */
const LONGEST_LIST = 3_000;

export class AgencyBook {
  private readonly index: AgencyIndex;
  private readonly names: AgencyNames;

  constructor(
    agencies: readonly Agency[],
    words: { readonly agencyHeads: readonly string[]; readonly notAgencies: readonly string[] },
    level: PlanLevel = 'province',
  ) {
    this.index = new AgencyIndex(agencies, level);
    this.names = new AgencyNames(agencies, words);
  }

  /** Whether a text opens like an agency's name or a list of agencies. */
  opens(text: string): boolean {
    return this.names.opens(text);
  }

  /** Whether a line is agencies and nothing else ("Đề nghị Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh:"). */
  isList(text: string): boolean {
    const words = text.replace(/[:.]+$/, '').trim();
    if (/\d{4}|\d{2,4}[ .-]\d{3}/.test(words)) return false;
    const name = words.slice(LEADING.exec(foldSame(words))?.[0].length ?? 0);
    if (!this.names.opens(name) || name.length > 220) return false;
    const masked = this.names.masked(foldSame(name));
    return verbAt(name, masked) < 0 && predicateAt(name, masked) < 0;
  }

  /** The parties of a text that is a list of agencies. */
  parse(text: string): Party[] {
    return this.split(text).map((name) => this.partyOf(name));
  }

  /** A name that runs on into other words ("Sở Y tế và địa chỉ …") ends where the known agency does. */
  private partyOf(name: string): Party {
    const agency = this.index.resolve(name);
    if (agency !== null) return { name, agency };
    const folded = foldSame(name);
    for (let at = folded.lastIndexOf(' va '); at > 0; at = folded.lastIndexOf(' va ', at - 1)) {
      const shorter = name.slice(0, at);
      const known = /^\p{Ll}/u.test(name.slice(at + 4)) ? this.index.resolve(shorter) : null;
      if (known !== null) return { name: shorter, agency: known };
    }
    return { name, agency: null };
  }

  /** Parties at the head of a sentence ("Giao Sở Y tế chủ trì …") and where the rest begins; null without any. */
  subject(sentence: string): Subject | null {
    const folded = foldSame(sentence);
    const lead = LEADING.exec(folded)?.[0].length ?? 0;
    const rest = sentence.slice(lead);
    if (!this.names.opens(rest)) return null;
    const masked = this.names.masked(folded.slice(lead));
    const asked = this.askedBy(rest, masked);
    if (asked) return { ...asked, end: lead + asked.end };
    const colon = /^([^:.]{2,220}?)\s*:\s*(?=\S)/.exec(masked);
    const starts = [verbAt(rest, masked), predicateAt(rest, masked)].filter((at) => at > 0 && at < 260);
    const start = Math.min(colon?.[1]?.length ?? Infinity, ...starts);
    if (start === Infinity) return null;
    // "Công an xã khi nhận tin báo phải …": the name ends where the case begins.
    const words = dropFolded(
      rest.slice(0, start).replace(/[,\s]+$/, ''),
      /,?\s+(?:sau khi|truoc khi|ngay khi|khi|neu)(?:\s[^;]*)?$/,
    );
    // "Đoàn số 1 do đồng chí … làm Trưởng đoàn" says who leads, and charges nobody.
    if (/\s(?:do|duoc|la)\s/.test(foldSame(words)) && /^doan\b/.test(foldSame(words))) return null;
    // What was done is no duty; a list may be parted by semicolons where each part is a name.
    if (/\s(?:da|dang)$/.test(foldSame(words))) return null;
    const clauses = words.replace(/\bTP\. /g, '').split(/[.;]\s+/);
    if (words.length > 240 || !clauses.every((clause) => this.names.opens(clause))) return null;
    const parties = this.parse(words);
    return parties.length === 0
      ? null
      : { parties, end: lead + (start === colon?.[1]?.length ? colon[0].length : start), words };
  }

  /** "UBND tỉnh giao Sở Y tế chủ trì …", "Sở Y tế đề nghị các địa phương …": the duty is theirs who are asked. */
  private askedBy(rest: string, masked: string): Subject | null {
    const asks = /^[^:.;,()]{3,80}?\s(?:giao|de nghi|yeu cau)\s+(?:cho\s+)?/.exec(masked);
    if (!asks) return null;
    const who = rest
      .slice(0, asks[0].length)
      .trim()
      .replace(/\s\S+(?:\s\S+)?$/, '');
    const behind = rest.slice(asks[0].length);
    if (!this.names.opens(behind) || verbAt(who, this.names.masked(foldSame(who))) >= 0) return null;
    const subject = this.subject(behind);
    return subject && { ...subject, end: asks[0].length + subject.end };
  }

  /** As `subject`, but past an opening clause ("Khi tiếp nhận …, UBND xã phải …") or a task's name ("Cấp thẻ …: Công an xã …"). */
  subjectWithin(sentence: string): Subject | null {
    const folded = foldSame(sentence);
    const direct = this.subject(sentence);
    // "Giao các đơn vị: Công an xã, Trạm Y tế xã: …": the names come behind the kind.
    const named = direct && KIND_ONLY.test(foldSame(direct.words)) ? this.subject(sentence.slice(direct.end)) : null;
    if (direct) return named ? { ...named, end: direct.end + named.end } : direct;
    const colon = /^[^:.;]{3,140}:\s*/.exec(folded);
    const behind = colon ? this.subject(sentence.slice(colon[0].length)) : null;
    if (behind && colon) return { ...behind, end: behind.end + colon[0].length };
    return this.pastIntro(sentence, folded, 0) ?? (colon && this.pastIntro(sentence, folded, colon[0].length));
  }

  /** A subject behind the clauses that open a sentence at a place of it. */
  private pastIntro(sentence: string, folded: string, from: number): Subject | null {
    let at = from;
    for (let step = 0; step < 3; step += 1) {
      const intro = INTRO.exec(folded.slice(at)) ?? (at > from ? /^[^,.;:]{3,60},\s*/.exec(folded.slice(at)) : null);
      if (!intro) break;
      at += intro[0].length;
      const found = this.subject(sentence.slice(at));
      if (found) return { ...found, end: found.end + at };
    }
    return null;
  }

  /** The list of agencies that a text opens with, up to a verb, a bracket or the end of the clause. */
  listAt(text: string): Pick<Subject, 'parties' | 'words'> | null {
    if (!this.names.opens(text)) return null;
    const masked = this.names.masked(foldSame(text));
    const verbs = [verbAt(text, masked), predicateAt(text, masked)].filter((at) => at > 0);
    const stop = Math.min(listEnd(text, masked), ...verbs);
    const words = dropFolded(text.slice(0, stop).replace(/[,\s]+$/, ''), /\s+(?:va|,)$/);
    if (words === '' || words.length > 240) return null;
    return { parties: this.parse(words), words };
  }

  private split(text: string): string[] {
    const clean = text.length > LONGEST_LIST ? '' : text.replace(/[.;:,\s]+$/, '').trim();
    const lead = LEADING.exec(foldSame(clean))?.[0].length ?? 0;
    const list = clean.slice(lead);
    const masked = this.names.masked(foldSame(list));
    const joint = /\s*(?:[,;+]|\s-\s|\sva\b|\bcung(?: voi)?\b|\bvoi\b|&)\s*/g;
    const pieces: { start: number; end: number }[] = [];
    let start = 0;
    for (const match of masked.matchAll(joint)) {
      if (inBrackets(masked, match.index)) continue;
      const after = dropFolded(list.slice(match.index + match[0].length), /^(va|cung)\s+/);
      const before = list.slice(start, match.index);
      if (!this.names.opens(after) || before.trim() === '') continue;
      // "Phòng An ninh mạng - Công an tỉnh": a unit and the body that it is part of.
      if (/-/.test(match[0]) && /^(phong|chi cuc)\b/.test(foldSame(before)) && /^(so|cong an)\b/.test(foldSame(after)))
        continue;
      if (/^(cac|nhung) to chuc thanh vien/.test(foldSame(after)) && !/[;]/.test(match[0])) continue;
      const chunk = foldSame(after).split(/[,;]|\sva\s/)[0]!;
      if (/^(cac|nhung|toan the)\b/.test(foldSame(before)) && GENERIC.test(chunk) && !/;/.test(match[0])) continue;
      // "các cơ quan, đơn vị, địa phương" is whoever is asked; "các sở, ban, ngành, địa phương" are two.
      if (/^cac co quan\b/.test(foldSame(list.slice(0, match.index))) && /^dia phuong$/.test(chunk)) continue;
      pieces.push({ start, end: match.index });
      start = match.index + match[0].length + (list.slice(match.index + match[0].length).length - after.length);
    }
    pieces.push({ start, end: list.length });
    return pieces
      .map((piece) =>
        list
          .slice(piece.start, piece.end)
          .replace(/[.;:,\s]+$/, '')
          .replace(/\s*\([^()]*\)$/, '')
          .replace(/^\W*\s/, '')
          .trim(),
      )
      .filter((name) => name.length > 1);
  }
}

function inBrackets(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}
