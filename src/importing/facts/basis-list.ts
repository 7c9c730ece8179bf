/** The legal bases of a whole document, each once, with where it is named first and fullest. */
import { foldSame, squash } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { basesIn, type LegalBasis } from './legal-bases.ts';

export interface FoundBasis extends LegalBasis {
  readonly section: string;
  readonly quote: string;
  readonly item: number;
}

/** All documents that are named, in order; the fuller mention of one wins. */
export function findBases(items: readonly Item[]): FoundBasis[] {
  const best = new Map<string, FoundBasis>();
  for (const item of items) {
    // "(Kèm theo Kế hoạch số …)" names the document itself.
    if (item.zone === 'ending' || /^\(?(?:ban hanh )?kem theo\b/.test(foldSame(item.text))) continue;
    for (const basis of basesIn(item.text)) {
      const found = {
        ...basis,
        section: item.section,
        quote: item.text.slice(basis.start, basis.end).trim(),
        item: item.index,
      };
      const key =
        basis.number === null || /luat$/.test(squash(basis.type))
          ? `${squash(basis.type)}:${squash(basis.about ?? '').replace(/^(luat|boluat|congudc)/, '')}`
          : `${squash(basis.type)}:${squash(basis.number)}:${basis.date ?? basis.impossibleDate ?? ''}`;
      const undatedKey = `${squash(basis.type)}:${squash(basis.number ?? '')}:`;
      const known = best.get(key);
      if (known) {
        if (richness(found) > richness(known)) best.set(key, { ...found, section: known.section });
      } else if (
        basis.number !== null &&
        key === undatedKey &&
        [...best.keys()].some((other) => other.startsWith(undatedKey))
      )
        continue;
      else best.set(key, found);
    }
  }
  return [...best.values()];
}

function richness(basis: LegalBasis): number {
  return (basis.number ? 4 : 0) + (basis.date ? 2 : 0) + (basis.issuer ? 2 : 0) + (basis.about ? 1 : 0);
}
