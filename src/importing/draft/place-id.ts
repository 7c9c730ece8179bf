/** Which known place a plan is for. */
import type { Knowledge } from '../../knowledge/load.ts';
import type { DocumentHeading } from '../facts/document-heading.ts';
import { fold } from '../../text/fold.ts';
import { squash } from '../plain-fold.ts';

/** The known place, or a proposed id for one that places.yaml does not have. */
export function placeIdOf(
  heading: DocumentHeading,
  knowledge: Knowledge,
): { readonly known: string | null; readonly proposed: string | null } {
  const name = heading.placeName;
  if (name === null) return { known: null, proposed: null };
  const wanted = squash(name);
  const named = knowledge.places.filter((place) =>
    [place.name, ...place.aliases].some((alias) => squash(alias) === wanted || squash(alias) === `tp${wanted}`),
  );
  const level = heading.level ?? 'province';
  const province = heading.provinceName ? squash(heading.provinceName.value) : '';
  const fitting = named.filter((place) => place.kind === level);
  // Two communes may share a name: the province decides, where the document names it.
  const inside = fitting.filter(
    (place) =>
      place.within !== undefined &&
      squash(knowledge.places.find((each) => each.id === place.within)?.name ?? '') === province,
  );
  const chosen = fitting.length > 1 && inside.length === 1 ? inside[0] : fitting.length === 1 ? fitting[0] : undefined;
  return { known: chosen?.id ?? null, proposed: slug(name) };
}

/** A name as an id: "Cao Bằng" → "cao-bang". */
export function slug(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
