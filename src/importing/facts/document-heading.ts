/** The heading block and the signature of a document: kind, title, issuer, number, date, who signed. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { PlanLevel } from './agency-book.ts';
import type { Found } from './heading/found.ts';
import { issuerOf, officesOf } from './heading/issuer.ts';
import {
  dateOf,
  headLines,
  MOTTO,
  NUMBER,
  numberOf,
  PLACE_DATE,
  type FoundDate,
  type HeadLine,
} from './heading/letterhead.ts';
import { datedPlace, placeOf, provinceOf } from './heading/place.ts';
import { yearOf } from './heading/plan-year.ts';
import { basisOf, proposalOf } from './heading/preamble.ts';
import { signatureOf } from './heading/signature.ts';
import { titleOf, typeOf } from './heading/title.ts';

export interface DocumentHeading {
  readonly type: Found | null;
  readonly title: Found | null;
  readonly issuer: Found | null;
  readonly number: Found | null;
  /** The date as ISO, null where day or month is left blank. */
  readonly date: FoundDate | null;
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

/** Reads the heading; `types` are the kinds of documents, `letter` the word for one without a title line. */
export function readHeading(items: readonly Item[], types: readonly string[], letter: string): DocumentHeading {
  const all = headLines(items.filter((item) => item.zone === 'header'));
  const lines = headLines(lastHeading(items));
  const ends = headLines(items.filter((item) => item.zone === 'ending' && !item.annex));
  const type = typeOf(lines, types, letter);
  const titled = titleOf(lines, type, types);
  const date = dateOf(all);
  const preamble = lines.slice((titled?.last ?? type?.at ?? -1) + 1);
  const letterhead = letterheadOf(all, typeOf(all, types, letter)?.at ?? all.length);
  const issuer = issuerOf(letterhead, preamble, items, datedPlace(date));
  const place = placeOf(issuer, date, titled?.found ?? null, letterhead);
  return {
    type: type?.found ?? null,
    title: titled?.found ?? null,
    issuer: issuer && withPlace(issuer, place.name),
    number: numberOf(all),
    date,
    ...signatureOf(ends, place.name),
    basis: basisOf(preamble),
    proposedBy: proposalOf(preamble),
    level: place.level,
    placeName: place.name,
    provinceName: provinceOf(items),
    year: yearOf(titled?.found.value ?? null, date, preamble, items),
  };
}

/** The lines above the kind of document; where a web page has set the title on top, those down to number, date and motto. */
function letterheadOf(all: readonly HeadLine[], typeAt: number): readonly HeadLine[] {
  const above = all.slice(0, typeAt);
  if (officesOf(above).length > 0) return above;
  const end = all.findLastIndex(({ text }) => [NUMBER, PLACE_DATE, MOTTO].some((sign) => sign.test(foldSame(text))));
  return end > typeAt ? all.slice(typeAt + 1, end + 1) : above;
}

/** The heading block of the document itself: of a plan attached to a decision, the one after the decision's end. */
function lastHeading(items: readonly Item[]): Item[] {
  const end = items.findLastIndex((item) => item.zone === 'header');
  const start = items.findLastIndex((item, at) => at < end && item.zone !== 'header') + 1;
  return items.slice(start, end + 1);
}

/** "UBND TỈNH" alone gets the name that the date line tells. */
function withPlace(issuer: Found, place: string | null): Found {
  const folded = foldSame(issuer.value);
  const lacks = place !== null && folded.length < 24 && !folded.includes(foldSame(place));
  return lacks && /(tinh|huyen|xa|phuong|thanh pho)$/.test(folded)
    ? { ...issuer, value: `${issuer.value} ${place}` }
    : issuer;
}
