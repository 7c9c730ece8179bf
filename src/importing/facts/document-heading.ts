/** The heading block and the signature of a document: kind, title, issuer, number, date, who signed. */
import { dropFolded, foldSame, isAllCaps } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { basesIn } from './legal-bases.ts';
import type { PlanLevel } from './agency-book.ts';
import { isoOf } from './time-expressions.ts';

export interface Found {
  readonly value: string;
  readonly quote: string;
  readonly item: number;
}

export interface DocumentHeading {
  readonly type: Found | null;
  readonly title: Found | null;
  readonly issuer: Found | null;
  readonly number: Found | null;
  /** The date as ISO, null where day or month is left blank. */
  readonly date: (Found & { readonly iso: string | null; readonly impossible: boolean }) | null;
  readonly signatory: Found | null;
  readonly signatoryRole: Found | null;
  readonly basis: Found | null;
  readonly proposedBy: Found | null;
  readonly level: PlanLevel | null;
  /** The place's name without its level: "Cao Bằng". */
  readonly placeName: string | null;
  readonly provinceName: Found | null;
  readonly year: number | null;
}

const PLACE_DATE = /^([^\d,:]{2,45}),?\s*ngay\s*([\d.…_ ]{0,12})\s*thang\s*([\d.…_ ]{0,12})\s*nam\s*([\d.…_ ]{2,12})/;
const NUMBER = /^s[o0]\s*[:.]?\s*([\d.…_ ]*?)\s*([/\\]|-(?=[a-z]+\/))\s*([a-z0-9][a-z0-9\-/&.]*[a-z0-9])\s*$/;
const MOTTO = /^(?:doan tncs ho chi minh|dang cong san viet nam)$|cong hoa xa hoi|doc lap\s*[-–]?\s*tu do/;
const PREAMBLE =
  /^(can cu|thuc hien|theo|tren co so|xet|de |nham|tiep theo|trien khai|huong ung|kinh gui|chu tich|hoi dong|uy ban nhan dan (?:tinh|huyen|xa|phuong|thanh pho)|ubnd|thuc hien)\b/;
const LEVELS: readonly (readonly [PlanLevel, RegExp])[] = [
  ['commune', /\b(xa|phuong|thi tran|dac khu)\s+(?=\S)/],
  ['district', /\b(huyen|quan|thi xa)\s+(?=\S)/],
  ['province', /\b(tinh)\s+(?=\S)/],
  ['province', /\b(thanh pho|tp\.?)\s+(?=\S)/],
];
const NAME = /^\p{Lu}\p{Ll}*(?:\s\p{Lu}\p{Ll}*){1,4}$/u;

/** Reads the heading; `types` are the kinds of documents, `letter` the word for one without a title line. */
export function readHeading(items: readonly Item[], types: readonly string[], letter: string): DocumentHeading {
  const head = items.filter((item) => item.zone === 'header');
  const ends = items.filter((item) => item.zone === 'ending' && !item.annex);
  const type = typeOf(head, types, letter);
  const titled = titleOf(head, type, types);
  const number = numberOf(head);
  const date = dateOf(head);
  const preamble = head.filter((item) => item.index > (titled?.last ?? type?.item ?? -1));
  const issuer = issuerOf(head, preamble, items, type?.item ?? head.length);
  const signed = signatureOf(ends);
  const place = placeOf(issuer, date, titled?.found ?? null, items, type?.item ?? head.length);
  return {
    type: type?.found ?? null,
    title: titled?.found ?? null,
    issuer:
      issuer &&
      place.name &&
      issuer.value.length < 24 &&
      !foldSame(issuer.value).includes(foldSame(place.name)) &&
      /(tinh|huyen|xa|phuong|thanh pho)$/.test(foldSame(issuer.value))
        ? { ...issuer, value: `${issuer.value} ${place.name}` }
        : issuer,
    number,
    date,
    signatory: signed.signatory,
    signatoryRole: signed.signatoryRole,
    basis: basisOf(preamble),
    proposedBy: proposalOf(preamble),
    level: place.level,
    placeName: place.name,
    provinceName: provinceOf(items),
    year: yearOf(titled?.found.value ?? null, date, preamble, items),
  };
}

function typeOf(
  head: readonly Item[],
  types: readonly string[],
  letter: string,
): { found: Found; item: number; rest: string } | null {
  const known = types
    .map((type) => ({ type, folded: foldSame(type.normalize('NFC')) }))
    .sort((one, other) => other.folded.length - one.folded.length);
  // An attached plan says more than the decision that issues it.
  for (const item of [...head].reverse()) {
    const folded = foldSame(item.text).replace(/^[^a-z]+/, '');
    for (const { type, folded: sign } of known) {
      const exact = folded.replace(/[^a-z]+$/, '') === sign;
      const opens =
        item.text.length < 300 &&
        folded.startsWith(`${sign} `) &&
        isAllCaps(item.text.slice(0, sign.length)) &&
        /^\S/.test(item.text);
      if (exact && (isAllCaps(item.text) || item.text.length < 25))
        return { found: { value: type, quote: item.text, item: item.index }, item: item.index, rest: '' };
      if (opens && !/so\s*:/.test(folded))
        return {
          found: { value: type, quote: item.text.slice(0, sign.length), item: item.index },
          item: item.index,
          rest: item.text.slice(sign.length).replace(/^[\s:-]+/, ''),
        };
    }
  }
  const about = head.find((item) => /^v\/v\b|^ve viec\b/.test(foldSame(item.text)));
  return about
    ? { found: { value: letter, quote: about.text, item: about.index }, item: about.index - 1, rest: '' }
    : null;
}

function titleOf(
  head: readonly Item[],
  type: { item: number; rest: string } | null,
  types: readonly string[],
): { found: Found; last: number } | null {
  if (!type) return null;
  const parts: string[] = type.rest === '' ? [] : [type.rest];
  let last = type.item;
  for (const item of head.filter((each) => each.index > type.item)) {
    const folded = foldSame(item.text);
    if (/^\(?(?:ban hanh )?kem theo|^[-_*=\s]+$/.test(folded)) {
      last = item.index;
      continue;
    }
    if (
      NUMBER.test(folded) ||
      PLACE_DATE.test(folded) ||
      MOTTO.test(folded) ||
      types.some((each) => foldSame(each) === folded)
    )
      break;
    const opening =
      PREAMBLE.test(folded) &&
      (/\bso\s*:?\s*\d|\d\/[a-z]|luat|;$|,$|:$|nhu sau|kinh gui|chi dao/.test(folded) ||
        item.text.length > 200 ||
        (parts.length > 0 && /^(can cu|kinh gui|theo|xet)/.test(folded)));
    if (
      opening ||
      parts.join(' ').length > 300 ||
      (parts.length > 0 && /[.;:]$/.test(item.text) && item.text.length > 120)
    )
      break;
    parts.push(item.text);
    last = item.index;
    if (parts.length >= 4) break;
  }
  const joined = dropFolded(parts.join(' '), /^v\/v\s*:?\s*/).replace(/[\s._-]+$/, '');
  const words = dropFolded(joined, /\s*\((?:ban hanh )?kem theo.*$/);
  return words.length < 8 ? null : { found: { value: words, quote: parts.join(' '), item: type.item + 1 }, last };
}

function numberOf(head: readonly Item[]): Found | null {
  for (const item of head) {
    const match = NUMBER.exec(foldSame(item.text).replace(/\s*v\/v.*$/, ''));
    if (!match) continue;
    const digits = match[1]!.replace(/\D/g, '');
    if (digits === '') return null;
    const symbol = item.text.slice(0, match[0].length).slice(-match[3]!.length);
    return { value: `${digits}${match[2] === '-' ? '-' : '/'}${symbol}`, quote: item.text, item: item.index };
  }
  // An attached plan names the decision that it came with.
  for (const item of head) {
    if (!/kem theo/.test(foldSame(item.text))) continue;
    const basis = basesIn(item.text)[0];
    if (basis?.number) return { value: basis.number, quote: item.text, item: item.index };
  }
  return null;
}

function dateOf(head: readonly Item[]): (Found & { iso: string | null; impossible: boolean }) | null {
  for (const item of head) {
    const match = PLACE_DATE.exec(foldSame(item.text));
    if (!match || /can cu|thuc hien|quyet dinh/.test(match[1]!)) continue;
    const [day, month, year] = match.slice(2).map((part) => part.replace(/\D/g, ''));
    if (!month) return null;
    const written = day
      ? `${Number(day)}/${Number(month)}/${year ?? ''}`
      : item.text.slice(foldSame(item.text).indexOf('thang'));
    const full = day !== '' && month !== '' && year !== '';
    const iso =
      full && Number(year) >= 1990 && Number(year) <= 2100 ? isoOf(Number(day), Number(month), Number(year)) : null;
    return { value: written, quote: item.text, item: item.index, iso, impossible: full && iso === null };
  }
  for (const item of head) {
    const basis = /kem theo/.test(foldSame(item.text)) ? basesIn(item.text)[0] : undefined;
    if (basis?.date)
      return { value: basis.date, quote: item.text, item: item.index, iso: basis.date, impossible: false };
  }
  return null;
}

function issuerOf(
  head: readonly Item[],
  preamble: readonly Item[],
  items: readonly Item[],
  until: number,
): Found | null {
  const lines: { text: string; item: Item }[] = [];
  for (const item of head.filter((each) => each.index < until)) {
    const words = item.text.replace(/[-_*=]{3,}/g, '').trim();
    const folded = foldSame(words);
    if (
      MOTTO.test(folded) ||
      NUMBER.test(folded) ||
      PLACE_DATE.test(folded) ||
      (/^(so|v\/v|du thao)\b/.test(folded) && !/^so [a-z]/.test(folded))
    )
      continue;
    if (!isAllCaps(words) && !/^(ubnd|uy ban nhan dan)/.test(folded)) continue;
    const previous = lines.at(-1);
    if (previous && /[-–]$/.test(previous.text))
      lines[lines.length - 1] = { text: `${previous.text} ${words}`, item: previous.item };
    else if (previous && /^(tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b/.test(folded))
      lines[lines.length - 1] = { text: `${previous.text} ${words}`, item: previous.item };
    else lines.push({ text: words, item });
  }
  const own = lines
    .filter((line) =>
      /^(ubnd|uy ban|so|phong|ban|hoi dong|cong an|hdnd|tinh|bo|truong|trung tam|thi doan|doan|hoi)\b/.test(
        foldSame(line.text),
      ),
    )
    .at(-1);
  const spoken = spokenIssuer(preamble);
  if (own && !(spoken && /^ban (?:thuong vu|chap hanh|chi dao)$/.test(foldSame(own.text)))) {
    const written = own.text.replace(/\s+/g, ' ');
    // An office's name in capitals may be shortened; the sentence that issues the plan has it in full.
    const [head] = foldSame(written).split(' ');
    if (
      spoken &&
      /^(?:so|phong)$/.test(head ?? '') &&
      foldSame(spoken.value).slice(0, 8) === foldSame(written).slice(0, 8)
    )
      return spoken;
    const mixed = occurrence(written, items);
    return { value: mixed ?? properCase(written), quote: own.item.text, item: own.item.index };
  }
  return spoken;
}

/** "… UBND xã Minh Long ban hành Kế hoạch …" */
function spokenIssuer(preamble: readonly Item[]): Found | null {
  for (const item of preamble) {
    const folded = foldSame(item.text);
    for (const match of folded.matchAll(
      /\b(?:uy ban nhan dan|ubnd)(?: \(ubnd\))? (?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\b|\b(?:so|phong|ban) [a-z]+/g,
    )) {
      const head = item.text.slice(match.index, match.index + match[0].length);
      const behind = item.text.slice(match.index + match[0].length);
      const office = /^(?:so|phong|ban)\b/.test(match[0]);
      const tail = office
        ? behind.slice(0, /^[^.;:(]{0,60}?(?=,?\s(?:ban hanh|xay dung)\b)/.exec(foldSame(behind))?.[0].length ?? 0)
        : /^(?:\s(?:\p{Lu}[\p{L}'’]*|-))*/u.exec(behind)![0].replace(/[\s,-]+$/, '');
      const rest = folded.slice(match.index + head.length + tail.length);
      if (
        !/^,?\s+(?:ban hanh|xay dung|trien khai|to chuc|de ra|yeu cau|de nghi|thong bao)\b/.test(rest) ||
        !/^\p{Lu}/u.test(head)
      )
        continue;
      const quote = item.text.slice(match.index, match.index + head.length + tail.length);
      return { value: quote.replace(/\s*\(UBND\)/, ''), quote, item: item.index };
    }
  }
  return null;
}

/** The same words elsewhere in the document in small letters. */
function occurrence(caps: string, items: readonly Item[]): string | null {
  const wanted = caps.toLowerCase();
  for (const item of items) {
    const at = item.text.toLowerCase().indexOf(wanted);
    const words = at >= 0 ? item.text.slice(at, at + wanted.length) : '';
    if (at >= 0 && !isAllCaps(words)) return words;
  }
  return null;
}

function properCase(caps: string): string {
  const words = caps.toLowerCase().split(' ');
  let proper = false;
  return words
    .map((word, index) => {
      const folded = foldSame(word);
      const raised = index === 0 || proper;
      const level =
        /^(tinh|huyen|quan|xa|phuong|tran|khu|pho)$/.test(folded) &&
        (folded !== 'pho' || foldSame(words[index - 1] ?? '') === 'thanh') &&
        index > 0;
      proper ||= level;
      if (/^(ubnd|hdnd)$/.test(folded)) return word.toUpperCase();
      return raised ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
    })
    .join(' ');
}

function placeOf(
  issuer: Found | null,
  date: Found | null,
  title: Found | null,
  items: readonly Item[],
  until: number,
): { level: PlanLevel | null; name: string | null } {
  const dated = date ? date.quote.slice(0, date.quote.indexOf(',') < 0 ? 0 : date.quote.indexOf(',')).trim() : '';
  // "UBND HUYỆN …" above an office's own line tells its level.
  const above = items.filter(
    (item) => item.zone === 'header' && item.index < until && isAllCaps(item.text) && !MOTTO.test(foldSame(item.text)),
  );
  const texts = [issuer?.value ?? '', ...above.map((item) => properCase(item.text)), title?.value ?? ''];
  let level: PlanLevel | null = null;
  for (const text of texts) {
    const folded = foldSame(text);
    for (const [found, sign] of LEVELS) {
      const match = sign.exec(`${folded} `);
      if (!match) continue;
      level ??= found;
      const name = /^(?:\p{Lu}[\p{L}'’]*(?:[ -]|$)){1,5}/u
        .exec(dropFolded(text.slice(match.index + match[0].length), /\s*(?:\bnam|giai doan).*$/))?.[0]
        ?.trim();
      if (name) return { level: level === 'province' ? found : level, name };
    }
    if (level === null && /^(so|ubnd tinh)\b/.test(folded)) level = 'province';
  }
  if (dated !== '' && dated.length < 40) return { level, name: dropFolded(dated, /^(?:tp\.?|thanh pho|tinh)\s+/) };
  for (const item of items.filter((each) => each.zone === 'header')) {
    const match = placeAfter(item.text, /dia ban (?:tinh|huyen|xa|phuong|thanh pho)\s+/);
    if (match) return { level, name: match.name };
  }
  return { level, name: null };
}

function provinceOf(items: readonly Item[]): Found | null {
  for (const item of items) {
    const match = placeAfter(item.text, /\btinh\s+/);
    if (match) return { value: match.name, quote: match.quote, item: item.index };
  }
  return null;
}

/** The capitalised name that follows folded words somewhere in a text. */
function placeAfter(text: string, sign: RegExp): { name: string; quote: string } | null {
  for (const match of foldSame(text).matchAll(new RegExp(sign.source, 'g'))) {
    const end = match.index + match[0].length;
    const name = /^\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,3}/u.exec(text.slice(end))?.[0];
    if (name) return { name, quote: text.slice(match.index, end + name.length) };
  }
  return null;
}

function basisOf(preamble: readonly Item[]): Found | null {
  for (const item of preamble) {
    const basis = basesIn(item.text).find((each) => each.number !== null);
    if (basis)
      return {
        value: item.text.slice(basis.start, basis.end),
        quote: item.text.slice(basis.start, basis.end),
        item: item.index,
      };
  }
  return null;
}

function proposalOf(preamble: readonly Item[]): Found | null {
  for (const item of preamble) {
    const match = /(?:theo|xet) de nghi cua (.+?)(?:[,;.]|$)/.exec(foldSame(item.text));
    if (match) {
      const start = match.index + match[0].indexOf(match[1]!);
      return {
        value: item.text.slice(start, start + match[1]!.length),
        quote: item.text.slice(match.index, match.index + match[0].replace(/[,;.]$/, '').length),
        item: item.index,
      };
    }
  }
  return null;
}

function signatureOf(ends: readonly Item[]): { signatory: Found | null; signatoryRole: Found | null } {
  let role: Found | null = null;
  let name: Found | null = null;
  for (const item of ends) {
    const folded = foldSame(item.text);
    const match =
      /(?:(?:kt|tm|tl|tuq)\s*\.\s*)?(?:pho )?(?:chu tich|giam doc|truong ban|truong phong|chanh van phong|uy ban nhan dan)/.exec(
        folded,
      );
    if (match && isAllCaps(item.text) && !/^-/.test(item.text))
      role =
        role !== null
          ? { value: `${role.value} ${item.text}`, quote: role.quote, item: role.item }
          : { value: item.text, quote: item.text, item: item.index };
    if (NAME.test(item.text) && item.text.split(' ').length >= 2 && !/^(noi nhan|luu|cac|uy ban)/.test(folded))
      name = { value: item.text, quote: item.text, item: item.index };
  }
  return { signatory: name, signatoryRole: role };
}

function yearOf(
  title: string | null,
  date: { quote: string; iso: string | null } | null,
  preamble: readonly Item[],
  items: readonly Item[],
): number | null {
  const named = title
    ? ([...foldSame(title).matchAll(/(?:nam|thang \d{1,2}\/)\s*(20\d\d)/g)].at(-1)?.[1] ??
      /\b(20\d\d)\b/.exec(title)?.[1])
    : undefined;
  if (named) return Number(named);
  const dated = date ? /(20\d\d)/.exec(foldSame(date.quote))?.[1] : undefined;
  const issued = preamble
    .map((item) => /ban hanh ke hoach[^.;]*?nam (20\d\d)/.exec(foldSame(item.text))?.[1])
    .find((year) => year !== undefined);
  if (issued ?? dated) return Number(issued ?? dated);
  const counts = new Map<string, number>();
  for (const item of items)
    for (const match of foldSame(item.text).matchAll(/nam (20\d\d)\b(?! ?[-–])/g))
      counts.set(match[1]!, (counts.get(match[1]!) ?? 0) + 1);
  const best = [...counts].sort((one, other) => other[1] - one[1])[0];
  return best ? Number(best[0]) : null;
}
