/** Passages kept whole: what the plan says that is no duty, date, figure or slogan. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { kindOf, kindOfHeading } from './section-kind.ts';

export type PassageKind =
  'goal' | 'requirement' | 'activity' | 'funding' | 'reporting' | 'recipients' | 'preamble' | 'closing';

export interface FoundPassage {
  readonly section: string;
  readonly quote: string;
  readonly kind: PassageKind;
  readonly item: number;
}

const KINDS: Readonly<Partial<Record<ReturnType<typeof kindOf>, PassageKind>>> = {
  goal: 'goal',
  target: 'goal',
  requirement: 'requirement',
  funding: 'funding',
  report: 'reporting',
  activity: 'activity',
  theme: 'activity',
  task: 'activity',
  organize: 'activity',
  background: 'preamble',
  basis: 'preamble',
  slogan: 'activity',
};

/** All passages, in order; `claimed` are the items that another fact holds. */
export function findPassages(items: readonly Item[], claimed: ReadonlySet<number>): FoundPassage[] {
  const found: FoundPassage[] = [];
  const recipients = items.filter((item) => item.zone === 'ending');
  for (const item of items) {
    if (
      item.zone === 'header' &&
      item.text.length > 60 &&
      (/[.;:]$/.test(item.text) ||
        /^(can cu|thuc hien|theo|de|nham|xet|tren co so|tiep|trien khai|huong ung|ubnd|uy ban)/.test(
          foldSame(item.text),
        ))
    )
      found.push({ section: item.section, quote: item.text, kind: 'preamble', item: item.index });
    if (item.zone === 'closing')
      found.push({ section: item.section, quote: item.text, kind: 'closing', item: item.index });
    if (item.zone !== 'body' || item.heading || claimed.has(item.index) || item.cells) continue;
    const kind = item.above.concat(item).some((each) => each.marker?.kind === 'article')
      ? 'preamble'
      : KINDS[kindOfHeading(item) ?? kindOf(item)];
    if (kind) found.push({ section: item.section, quote: item.text, kind, item: item.index });
  }
  if (recipients.length > 0)
    found.push({
      section: recipients[0]!.section,
      quote: recipients[0]!.text,
      kind: 'recipients',
      item: recipients[0]!.index,
    });
  return found;
}
