/** Agencies in running text: where a list of them ends, which names are in it, which known agency each one is. */
import type { Agency } from '../../knowledge/schema.ts';
import { dropFolded, foldSame, squash } from '../plain-fold.ts';

export type PlanLevel = 'province' | 'district' | 'commune';

export interface Party {
  /** As the document writes it. */
  readonly name: string;
  /** The known agency; null for one that is not in agencies.yaml. */
  readonly agency: string | null;
}

const COLLECTIVE =
  /^(cac|nhung|toan the)\s+(so|ban|nganh|phong|co quan|don vi|to chuc|doan the|hoi|truong|thon|xom|khu|ap|to dan pho|xa|phuong|huyen|dia phuong|co so|cap|doanh nghiep|thanh vien|trung tam|tram|ubnd|buon|lang|ban ngan|nha truong|dac khu|quan|thi xa|thanh pho)\b/;
/** Lower-case words that stand for agencies of a kind. */
const SMALL_HEAD =
  /^(ubnd|uy ban nhan dan|nganh (y te|giao duc|cong an|lao dong|van hoa|tu phap)|to chuc (doan|cong doan)|doan (thanh nien|the)|hoi (phu nu|lhpn)|dia phuong|nha truong|co quan, don vi|don vi lien quan|co quan lien quan|chinh quyen dia phuong|mat tran to quoc|truong hoc)/;
const GENERIC =
  /^(ban|nganh|ban nganh|doan the|hoi|hoi doan the|don vi|to chuc|phong|phong ban|co quan|so|cac nganh|hoi, doan the)(?: (?:nganh|doan the|don vi|tinh|huyen|xa|phuong|thanh pho|lien quan|co lien quan|cap tinh|cap xa))*$/;
const VAGUE =
  /\b(lien quan|co lien quan|chuc nang|tren dia ban|khac|cap tren|co tham quyen|dia phuong|nguoi|to chuc, ca nhan|cung cap|cac cap)\b/;
const LEVEL_WORD = '(?:tinh|thanh pho|tp\\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)';
const LEADING =
  /^(?:giao|de nghi|yeu cau|phan cong|moi|doi voi|trach nhiem cua|nhiem vu cua|cap nhat|va)\s+(?=\S)(?:cho\s+)?/;
const VERB =
  '(?:chu tri|phoi hop|co trach nhiem|chiu trach nhiem|lam (?:co quan )?dau moi|la (?:co quan )?(?:dau moi|thuong truc)|tham muu|huong dan|to chuc (?!chinh tri|thanh vien|doan|xa hoi|hoi)|trien khai|thuc hien|xay dung|tang cuong|can cu|bo tri|tong hop|bao cao|gui|chi dao|theo doi|(?<!duoc )kiem tra|cu (?:can bo|nguoi|dai dien|thanh vien)|chuan bi|van hanh|huy dong|xu ly|tiep nhan|duy tri|cung co|nang cao|phan bo|thuc day|khao sat|treo|phat song|cam ket|quan triet|nam (?:bat|chac|tinh hinh)|bao ngay|keu goi|khuyen khich|bien soan|lua chon|thanh lap|nhan rong|bo sung|xac minh|long ghep|thong bao|giai quyet|mo (?:chuyen|lop|rong|dot)|thu thap|cap phat|tap trung|chap hanh|trang bi|ket noi|phat huy|danh gia|lam tot|dong vien|ap dung|giam sat|ra soat|tiep tuc|chu dong|day manh|quan tam|lap|cung cap|dua tin|tuyen truyen|phat dong|van dong|dang tai|ban hanh|hoan thanh|cap nhat|phan cong|nghien cuu|khan truong|tich cuc|duoc giao|trinh|bao dam|dam bao|tham gia|(?<!giao duc )thuong xuyen|dinh ky|can doi|phe duyet|de xuat|lien he|phan anh|nop|phai|uu tien|xem xet|dot xuat|kip thoi|nghiem tuc|day nhanh|khong|truoc ngay|cham nhat|hang|hang thang)';
const VERB_AT = new RegExp(`^(.{2,260}?)[,\\s]\\s*(?=${VERB}\\b)`);
/** "theo quy định", "tại Kế hoạch này": no part of a name. */
const TAIL = /\s+(?:va cac to chuc thanh vien|cung cac to chuc thanh vien|va cac doan the)$/;

/** Clauses that stand before a sentence's subject. */
const INTRO =
  /^(?:can cu|theo|tren co so|de|nham|trong qua trinh|sau khi|khi|dinh ky|hang (?:thang|quy|nam)|truoc ngay|cham nhat|trong vong|ngay sau|(?:trong )?truong hop|doi voi|neu)\b[^.;]{0,160}?,\s*/;

export class AgencyBook {
  private readonly known = new Map<string, string>();
  private readonly joined: RegExp;
  private readonly heads: RegExp;
  private readonly others: RegExp;

  constructor(
    agencies: readonly Agency[],
    words: { readonly agencyHeads: readonly string[]; readonly notAgencies: readonly string[] },
    private readonly level: PlanLevel = 'province',
  ) {
    this.heads = openerOf(words.agencyHeads);
    this.others = openerOf(words.notAgencies);
    for (const agency of agencies) {
      for (const name of [agency.name, ...agency.aliases])
        if (!this.known.has(squash(name))) this.known.set(squash(name), agency.id);
    }
    const names = agencies
      .flatMap((agency) => [agency.name, ...agency.aliases])
      .filter(
        (name) =>
          name.includes(' ') &&
          /^\p{Lu}/u.test(name) &&
          !/^(?:cong an|doan thanh nien|mat tran)$/.test(foldSame(name.normalize('NFC'))),
      )
      .map((name) =>
        `\\b${foldSame(name.normalize('NFC')).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\b`
          .replace(/\s*[-–]\s*/g, '\\s*[-–]\\s*')
          .replace(/, /g, ',?\\s+')
          .replace(/ /g, '\\s+'),
      );
    // Names that the list does not know are built alike: "Sở Nông nghiệp và Môi trường".
    const alike = [
      'so [a-z]+(?: [a-z]+)?,? (?:va|the thao va) [a-z]+(?: [a-z]+)?',
      'hdnd va ubnd',
      'phong [a-z]+(?: [a-z]+)?,? (?:[a-z]+ [a-z]+ )?va [a-z]+(?: [a-z]+)?',
      'phat thanh va truyen hinh',
      'bao va (?:dai )?phat thanh',
      'dai phat thanh,? truyen hinh',
      'lao dong,? thuong binh va xa hoi',
      'van hoa,? the thao va du lich',
    ];
    this.joined = new RegExp([...names.sort((one, other) => other.length - one.length), ...alike].join('|'), 'g');
  }

  /** The known agency of a name; null where the list has none. */
  resolve(name: string): string | null {
    const folded = foldSame(name.normalize('NFC'))
      .replace(TAIL, '')
      .replace(
        /^(?:dong chi|lanh dao|thu truong|giam doc|truong phong|chanh|truong)\s+(?=(?:so|phong|cong an|trung tam|ban|van phong)\b)/,
        '',
      );
    for (const candidate of this.candidates(folded)) {
      const id = this.known.get(squash(candidate));
      if (id !== undefined) return id;
    }
    return null;
  }

  private *candidates(folded: string): Generator<string> {
    const tidy = folded.replace(/[.;:]+$/, '').trim();
    const own = { province: 'tinh', district: 'huyen', commune: 'xa' }[this.level];
    const generic =
      /^(cong an|doan thanh nien|doan tncs ho chi minh|doan tncs hcm|uy ban mttq viet nam|uy ban mttq|uy ban mat tran to quoc viet nam|uy ban mat tran to quoc|mttq viet nam|mat tran to quoc viet nam|mttq|ubmttq|ubmttqvn|van phong hdnd va ubnd|van phong ubnd)$/.test(
        tidy,
      );
    if (generic) yield `${tidy} ${own}`;
    yield tidy;
    const bare = tidy.replace(/^(cac|nhung)\s+/, '').replace(/\s+(co )?lien quan$/, '');
    if (!VAGUE.test(tidy) || /tren dia ban/.test(tidy)) yield bare;
    const committees = /^(?:ubnd|uy ban nhan dan)\s+(?:cap\s+|cac\s+)?(.*)$/.exec(tidy);
    if (committees && /\b(?:xa|phuong|thi tran|dac khu)\b/.test(committees[1]!.replace(/thi xa/g, '')))
      yield 'ubnd cap xa';
    else if (committees && /\b(?:huyen|quan|thi xa)\b/.test(committees[1]!)) yield 'ubnd cap huyen';
    // "Sở Y tế tỉnh Cao Bằng", "Công an phường Ba Đình", "Trung tâm Y tế khu vực Hạ Lang".
    const place = new RegExp(`^(.+?)\\s+(${LEVEL_WORD})(?:\\s+(?!va\\b|,)[a-z]+(?:[ -][a-z]+){0,4})?$`).exec(tidy);
    if (place) {
      const word = place[2]!.replace('.', '');
      const levels = /^(thanh pho|tp)$/.test(word)
        ? this.level === 'province'
          ? ['tinh', 'huyen']
          : ['huyen', 'tinh']
        : [{ quan: 'huyen', 'thi xa': 'huyen', phuong: 'xa', 'thi tran': 'xa', 'dac khu': 'xa' }[word] ?? word];
      for (const level of levels) yield `${place[1]!} ${level}`;
      if (!/^(uy ban|ubnd|cong an|mttq|mat tran|ubmttq|doan|hoi|ban)/.test(place[1]!)) yield place[1]!;
    }
    const near = tidy.replace(/\s+tren dia ban(?: (?:tinh|huyen|xa|phuong|thanh pho).*)?$/, '');
    if (near !== tidy) yield* [near, near.replace(/^(cac|nhung)\s+/, '')];
    const collective = COLLECTIVE.test(tidy) && !/lien quan|chuc nang|cap tren|khac|tham quyen/.test(tidy);
    if (collective) yield `${near} ${own}`;
    for (let at = collective ? near.lastIndexOf(',') : -1; at > 0; at = near.lastIndexOf(',', at - 1))
      yield* [near.slice(0, at), `${near.slice(0, at)} ${own}`];
    if (/^(thanh doan|thanh doan .*)$/.test(tidy)) yield 'tinh doan';
    const proper = /^(trung tam y te|tram y te)(?: (?:khu vuc|xa|phuong|huyen))?(?: .*)?$/.exec(tidy);
    if (proper?.[1] === 'trung tam y te') yield 'trung tam y te';
  }

  /** Whether a text opens like an agency's name or a list of agencies. */
  opens(text: string): boolean {
    const folded = foldSame(text);
    if (COLLECTIVE.test(folded)) return true;
    if (SMALL_HEAD.test(folded)) return true;
    return /^\p{Lu}/u.test(text) && this.heads.test(text) && !this.others.test(text);
  }

  /** Whether a line is agencies and nothing else ("Đề nghị Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh:"). */
  isList(text: string): boolean {
    const words = text.replace(/[:.]+$/, '').trim();
    const name = words.slice(LEADING.exec(foldSame(words))?.[0].length ?? 0);
    if (!this.opens(name) || name.length > 220) return false;
    return !new RegExp(`(?:^|[\\s,])${VERB}\\b`).test(this.masked(foldSame(name)));
  }

  /** The parties of a text that is a list of agencies. */
  parse(text: string): Party[] {
    return this.split(text).map((name) => this.partyOf(name));
  }

  /** A name that runs on into other words ("Sở Y tế và địa chỉ …") ends where the known agency does. */
  private partyOf(name: string): Party {
    const agency = this.resolve(name);
    if (agency !== null) return { name, agency };
    const folded = foldSame(name);
    for (let at = folded.lastIndexOf(' va '); at > 0; at = folded.lastIndexOf(' va ', at - 1)) {
      const shorter = name.slice(0, at);
      const known = /^\p{Ll}/u.test(name.slice(at + 4)) ? this.resolve(shorter) : null;
      if (known !== null) return { name: shorter, agency: known };
    }
    return { name, agency: null };
  }

  /** Parties at the head of a sentence ("Giao Sở Y tế chủ trì …") and where the rest begins; null without any. */
  subject(
    sentence: string,
  ): { readonly parties: readonly Party[]; readonly end: number; readonly words: string } | null {
    const folded = foldSame(sentence);
    const lead = LEADING.exec(folded)?.[0].length ?? 0;
    const rest = sentence.slice(lead);
    if (!this.opens(rest)) return null;
    const masked = this.masked(folded.slice(lead));
    const colon = /^([^:.;]{2,220}?)\s*:\s*(?=\S)/.exec(masked);
    const verb = VERB_AT.exec(masked);
    const chosen = colon && (!verb || colon[1]!.length < verb[1]!.length) ? colon : verb;
    if (!chosen) return null;
    const words = rest.slice(0, chosen[1]!.length).replace(/[,\s]+$/, '');
    if (words.length > 240 || /[.;]\s/.test(words.replace(/\bTP\. /g, ''))) return null;
    const parties = this.parse(words);
    return parties.length === 0 ? null : { parties, end: lead + chosen[0].length, words };
  }

  /** As `subject`, but past an opening clause ("Khi tiếp nhận …, UBND xã phải …") or a task's name ("Cấp thẻ …: Công an xã …"). */
  subjectWithin(
    sentence: string,
  ): { readonly parties: readonly Party[]; readonly end: number; readonly words: string } | null {
    const folded = foldSame(sentence);
    const direct = this.subject(sentence);
    if (direct) return direct;
    const colon = /^[^:.;]{8,140}:\s*/.exec(folded);
    const named = colon ? this.subject(sentence.slice(colon[0].length)) : null;
    if (named && colon) return { ...named, end: named.end + colon[0].length };
    let at = 0;
    for (let step = 0; step < 3; step += 1) {
      const intro = INTRO.exec(folded.slice(at)) ?? (at > 0 ? /^[^,.;:]{3,60},\s*/.exec(folded.slice(at)) : null);
      if (!intro) break;
      at += intro[0].length;
      const found = this.subject(sentence.slice(at));
      if (found) return { ...found, end: found.end + at };
    }
    return null;
  }

  /** The list of agencies that a text opens with, up to a verb, a bracket or the end of the clause. */
  listAt(text: string): { readonly parties: readonly Party[]; readonly words: string } | null {
    if (!this.opens(text)) return null;
    const masked = this.masked(foldSame(text));
    const stop = new RegExp(
      `^(.*?)(?:[.;:()“"]|\\s(?:de|truoc|theo quy|khi|trong|nham|xem xet|cham nhat|dinh ky|vao|hang|ket qua|qua|thong qua|thong nhat|ve|bang|tu|va (?:truoc|sau|bao cao)|tong hop|hoac|tai|cho|chu tri|phoi hop|dam bao|thuc hien|trien khai|to chuc thuc|ket thuc|nhung|cung voi viec|tham muu|xay dung|day manh|tang cuong|trong viec|ra soat|lap|dua|phat trien|phan anh|giai quyet|kip thoi|ap dung|tiep tuc|san xuat|tuyen truyen|huong dan|tham gia|danh gia|kiem tra|quan ly|lien quan (?!den\\b)?(?=$))\\b|$)`,
    ).exec(masked);
    const words = dropFolded(text.slice(0, stop?.[1]?.length ?? text.length).replace(/[,\s]+$/, ''), /\s+(?:va|,)$/);
    if (words === '' || words.length > 240) return null;
    return { parties: this.parse(words), words };
  }

  /** Known names made opaque, so that their commas, dashes and verbs ("Sở Tài chính", "Các tổ chức") part nothing. */
  private masked(folded: string): string {
    return folded
      .replace(this.joined, (name) => 'x'.repeat(name.length))
      .replace(/\bto chuc (?=chinh tri|thanh vien|doan|xa hoi|hoi|co lien|lien quan|,|;|cong doan)/g, 'xx xxxx ');
  }

  private split(text: string): string[] {
    const clean = text.replace(/[.;:,\s]+$/, '').trim();
    const lead = LEADING.exec(foldSame(clean))?.[0].length ?? 0;
    const list = clean.slice(lead);
    const masked = this.masked(foldSame(list));
    const cuts: number[] = [];
    const joint = /\s*(?:[,;+]|\s-\s|\sva\b|\bcung(?: voi)?\b|\bvoi\b|&)\s*/g;
    const pieces: { start: number; end: number }[] = [];
    let start = 0;
    for (const match of masked.matchAll(joint)) {
      if (inBrackets(masked, match.index)) continue;
      const after = dropFolded(list.slice(match.index + match[0].length), /^(va|cung)\s+/);
      const before = list.slice(start, match.index);
      if (!this.opens(after) || before.trim() === '') continue;
      if (/^(cac|nhung) to chuc thanh vien/.test(foldSame(after)) && !/[;]/.test(match[0])) continue;
      const chunk = foldSame(after).split(/[,;]|\sva\s/)[0]!;
      if (/^(cac|nhung|toan the)\b/.test(foldSame(before)) && GENERIC.test(chunk) && !/;/.test(match[0])) continue;
      pieces.push({ start, end: match.index });
      start = match.index + match[0].length + (list.slice(match.index + match[0].length).length - after.length);
      cuts.push(start);
    }
    pieces.push({ start, end: list.length });
    return pieces
      .map((piece) =>
        list
          .slice(piece.start, piece.end)
          .replace(/[.;:,\s]+$/, '')
          .replace(/^\W*\s/, '')
          .trim(),
      )
      .filter((name) => name.length > 1);
  }
}

/** Matches texts that open with one of the words, as whole words; capitals do not count, accents do. */
function openerOf(words: readonly string[]): RegExp {
  return new RegExp(
    `^(?:${words.map((word) => word.normalize('NFC').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
    'iu',
  );
}

function inBrackets(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('(') > before.lastIndexOf(')');
}
