/** What a document rests on and who proposed it. */
import { foldSame } from '../../plain-fold.ts';
import { basesIn } from '../legal-bases.ts';
import type { Found } from './found.ts';
import type { HeadLine } from './letterhead.ts';

/** The first numbered document of the preamble. */
export function basisOf(preamble: readonly HeadLine[]): Found | null {
  for (const item of preamble) {
    const basis = basesIn(item.text).find((each) => each.number !== null);
    const words = basis && item.text.slice(basis.start, basis.end);
    if (words) return { value: words, quote: words, item: item.index };
  }
  return null;
}

/** "theo đề nghị của …" */
export function proposalOf(preamble: readonly HeadLine[]): Found | null {
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
