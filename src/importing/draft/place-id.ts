/** Which known place a plan is for. */
import type { KnownNames } from '../../knowledge/load.ts';
import type { Place } from '../../knowledge/schema.ts';
import type { DocumentHeading } from '../facts/document-heading.ts';
import { fold } from '../../text/fold.ts';
import { squash } from '../plain-fold.ts';

/** The known place, or a proposed id for one that places.yaml does not have. */
export function placeIdOf(
  heading: DocumentHeading,
  known: KnownNames,
): { readonly known: string | null; readonly proposed: string | null } {
  const name = heading.placeName;
  if (name === null) return { known: null, proposed: null };
  const level = heading.level ?? 'province';
  const province = level === 'province' ? null : provinceOf(heading, known);
  const fitting = known.places.filter((place) => place.kind === level && isCalled(place, name));
  const inside = fitting.filter((place) => province === null || (place.within ?? province) === province);
  if (inside.length === 1) return { known: inside[0]!.id, proposed: slug(name) };
  return { known: null, proposed: freeId(slug(name), province, known) };
}

/** The known province that a document names as its own; null where it names none. */
export function provinceOf({ provinceName }: DocumentHeading, { places }: KnownNames): string | null {
  if (!provinceName) return null;
  const found = places.filter((place) => place.kind === 'province' && isCalled(place, provinceName.value));
  return found.length === 1 ? found[0]!.id : null;
}

function isCalled(place: Place, name: string): boolean {
  const wanted = squash(name);
  return [place.name, ...place.aliases].some((alias) => squash(alias) === wanted || squash(alias) === `tp${wanted}`);
}

/** Communes share names: one that is taken by another place gets its province along, or a number. */
function freeId(id: string, province: string | null, { places }: KnownNames): string {
  const taken = new Set(places.map((place) => place.id));
  const ids = [id, ...(province === null ? [] : [`${id}-${province}`])];
  for (let count = 2; ids.every((each) => taken.has(each)); count += 1) ids.push(`${id}-${count}`);
  return ids.find((each) => !taken.has(each)) ?? id;
}

/** A name as an id: "Cao Bằng" → "cao-bang". */
export function slug(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
