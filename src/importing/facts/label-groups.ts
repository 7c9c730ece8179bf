/** Labelled lines ("Cơ quan chủ trì: …", "Thời gian: …") gathered under the task that they belong to. */
import type { Item } from '../outline/outline.ts';
import { foldSame } from '../plain-fold.ts';
import { isLabelLine, labelsIn } from './labels.ts';

export interface LabelGroup {
  readonly base: Item;
  /** Further lines of the task before its labels. */
  readonly rest: readonly Item[];
  readonly lines: readonly Item[];
}

/** Runs of labelled lines with the task that they stand under. */
export function labelGroups(items: readonly Item[]): LabelGroup[] {
  const groups: LabelGroup[] = [];
  let run: Item[] = [];
  const close = (): void => {
    const base = run[0] ? baseOf(items, run[0]) : null;
    if (base) groups.push({ base, rest: items.slice(base.index + 1, run[0]!.index), lines: run });
    run = [];
  };
  for (const item of items) {
    const isLabel = item.zone === 'body' && !item.cells && isLabelLine(item.body);
    // A later line without a colon still belongs to the labels when it hangs below one.
    const continues = !isLabel && run.length > 0 && item.above.includes(run.at(-1)!);
    if (!isLabel && !continues) close();
    if (isLabel || continues) {
      if (isLabel && run.length > 0 && startsNew(run, item)) close();
      run.push(item);
    }
  }
  close();
  return groups;
}

function startsNew(run: readonly Item[], item: Item): boolean {
  const kinds = new Set(run.flatMap((line) => labelsIn(line.body).map((label) => label.kind)));
  const own = labelsIn(item.body)[0]?.kind;
  return own !== undefined && own !== 'product' && kinds.has(own) && item.above.at(-1) !== run[0]!.above.at(-1);
}

function baseOf(items: readonly Item[], first: Item): Item | null {
  const before = items[first.index - 1];
  const parent = first.above.at(-1);
  if (!before || before.zone !== 'body') return null;
  if (
    parent &&
    parent.level >= 2 &&
    !(
      parent.heading &&
      before !== parent &&
      before.level === first.level &&
      /[.;]$/.test(before.text) &&
      parent.level <= 2 &&
      !isTaskList(parent)
    )
  )
    return parent;
  return before.cells ? null : before;
}

/** A heading whose dashed lines are parts of one task, not tasks of their own. */
function isTaskList(parent: Item): boolean {
  return !/(nhiem vu|noi dung|hoat dong|giai phap)\b/.test(foldSame(parent.body.slice(0, 40)));
}
