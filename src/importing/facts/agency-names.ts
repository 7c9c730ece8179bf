/** What agencies' names look like: how they open, and which commas, dashes and verbs are inside one. */
import type { Agency } from '../../knowledge/schema.ts';
import { foldSame } from '../plain-fold.ts';
import { COLLECTIVE } from './agency-index.ts';

/** Lower-case words that stand for agencies of a kind. */
const SMALL_HEAD =
  /^(ubnd|uy ban nhan dan|nganh (y te|giao duc|cong an|lao dong|van hoa|tu phap)|to chuc (doan|cong doan)|doan (thanh nien|the)|trung tam (giao duc|y te|van hoa|dich vu)|hoi (phu nu|lhpn)|dia phuong|nha truong|co quan, don vi|don vi lien quan|co quan lien quan|chinh quyen dia phuong|mat tran to quoc|truong hoc|truong (?:ban|thon|ap|xom|buon|khu pho|khoi pho|lang)\b)/;
/** Names that the list does not know are built alike: "Sở Nông nghiệp và Môi trường". */
const ALIKE = new RegExp(
  [
    'so [a-z]+(?: [a-z]+)?,? (?:va|the thao va) [a-z]+(?: [a-z]+)?',
    'hdnd va ubnd',
    'trung tam cong tac xa hoi va quy bao tro tre em',
    '(?<!van )phong [a-z]+(?: [a-z]+)?,? (?:[a-z]+ [a-z]+ )?va [a-z]+(?: [a-z]+)?',
    'phat thanh va truyen hinh',
    'bao va (?:dai )?phat thanh',
    'dai phat thanh,? truyen hinh',
    'lao dong,? thuong binh va xa hoi',
    'van hoa,? the thao va du lich',
  ].join('|'),
  'g',
);
/** "PC02", "PA05": the units of a province's police go by their signs. */
const POLICE_UNIT = /^P[A-Z]\d{2}(?![\p{L}\d])/u;
/** "Công an", "Mặt trận": too short to be told from other words when they are hidden. */
const TOO_SHORT = /^(?:cong an|doan thanh nien|mat tran)$/;

export class AgencyNames {
  private readonly joined: RegExp;
  private readonly heads: RegExp;
  private readonly others: RegExp;

  constructor(
    agencies: readonly Agency[],
    words: { readonly agencyHeads: readonly string[]; readonly notAgencies: readonly string[] },
  ) {
    this.heads = openerOf(words.agencyHeads);
    this.others = openerOf(words.notAgencies);
    const names = agencies
      .flatMap((agency) => [agency.name, ...agency.aliases])
      .map((name) => name.normalize('NFC'))
      .filter((name) => name.includes(' ') && /^\p{Lu}/u.test(name) && !TOO_SHORT.test(foldSame(name)))
      .map(patternOf);
    this.joined = new RegExp(names.sort((one, other) => other.length - one.length).join('|'), 'g');
  }

  /** Whether a text opens like an agency's name or a list of agencies. */
  opens(text: string): boolean {
    const folded = foldSame(text);
    if (COLLECTIVE.test(folded)) return true;
    if (SMALL_HEAD.test(folded) || POLICE_UNIT.test(text)) return true;
    return /^\p{Lu}/u.test(text) && this.heads.test(text) && !this.others.test(text);
  }

  /** Known names made opaque (x, those that are only built alike z), so that their commas, dashes and verbs ("Sở Tài chính", "Các tổ chức") part nothing. */
  masked(folded: string): string {
    return folded
      .replace(this.joined, (name) => 'x'.repeat(name.length))
      .replace(ALIKE, (name) => 'z'.repeat(name.length))
      .replace(
        /\bto chuc (?=chinh tri|thanh vien|doan|xa hoi|hoi(?! nghi| thi| thao| trai| cho)|co lien|lien quan|,|;|cong doan)/g,
        'xx xxxx ',
      )
      .replace(/(?<=\b(?:cac|nhung) )to chuc(?=[,;])/g, 'xx xxxx');
  }
}

/** A name in folded words, with any dash and with or without its commas. */
function patternOf(name: string): string {
  return `\\b${foldSame(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\b`
    .replace(/\s*[-–]\s*/g, '\\s*[-–]\\s*')
    .replace(/, /g, ',?\\s+')
    .replace(/ /g, '\\s+');
}

/** Matches texts that open with one of the words, as whole words; capitals do not count, accents do. */
function openerOf(words: readonly string[]): RegExp {
  return new RegExp(
    `^(?:${words.map((word) => word.normalize('NFC').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}])`,
    'iu',
  );
}
