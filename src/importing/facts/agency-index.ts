/** Which known agency a name means, however the document writes it. */
import type { Agency } from '../../knowledge/schema.ts';
import { foldSame, squash } from '../plain-fold.ts';

export type PlanLevel = 'province' | 'district' | 'commune';

/** Words of a list that stands for all bodies of a kind ("các sở, ban, ngành"). */
export const COLLECTIVE =
  /^(cac|nhung|toan the)\s+(so|ban|nganh|phong|co quan|don vi|to chuc|doan the|hoi|truong|thon|xom|khu|ap|to dan pho|xa|phuong|huyen|dia phuong|co so|cap|doanh nghiep|thanh vien|trung tam|tram|ubnd|buon|lang|ban ngan|nha truong|dac khu|quan|thi xa|thanh pho|chi bo|chi hoi|chi doan|vu(?! viec| an| tai nan)|cuc|khoa|bo phan|doan kiem tra|dang uy|cap uy|huyen uy|thanh uy|ban quan ly|lop|ho gia dinh|benh vien|vien|cong doan|lien doan|chi nhanh|khu dan cu|khu pho|khoi pho|cum dan cu|to hoa giai|to cong tac|cong ty|ngan hang|co quan bao chi|cau lac bo|doi|thon doi|diem)\b/;
const VAGUE =
  /\b(lien quan|co lien quan|chuc nang|tren dia ban|khac|cap tren|co tham quyen|dia phuong|nguoi|to chuc, ca nhan|cung cap|cac cap)\b/;
const LEVEL_WORD = '(?:tinh|thanh pho|tp\\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)';
const TAIL = /\s+(?:va cac to chuc thanh vien|cung cac to chuc thanh vien|va cac doan the)$/;

/** Known names and aliases by their letters; a name without a level is that of the plan's own level. */
export class AgencyIndex {
  private readonly known = new Map<string, string>();

  constructor(
    agencies: readonly Agency[],
    private readonly level: PlanLevel,
  ) {
    for (const agency of agencies)
      for (const name of [agency.name, ...agency.aliases])
        if (!this.known.has(squash(name))) this.known.set(squash(name), agency.id);
  }

  /** The known agency of a name; null where the list has none. */
  resolve(name: string): string | null {
    const folded = foldSame(name.normalize('NFC'))
      .replace(/\s*\([^()]*\)$/, '')
      .replace(TAIL, '')
      .replace(
        /^(?:dong chi|lanh dao|thu truong|(?:pho )?giam doc|truong phong|chanh|truong|(?:pho )?chu tich)\s+(?=(?:so|phong|cong an|trung tam|ban|van phong|ubnd|uy ban nhan dan|cac)\b)/,
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
}
