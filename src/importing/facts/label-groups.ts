/** Labelled lines ("Cơ quan chủ trì: …", "Thời gian: …") gathered under the task that they belong to. */
import type { Item } from '../outline/outline.ts';
import { foldSame } from '../plain-fold.ts';
import { isLabelLine, labelsIn, type LabelKind } from './labels.ts';

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
  // Kept along: reading the whole run anew for each line takes minutes in long runs.
  let kinds = new Set<LabelKind>();
  const close = (): void => {
    const base = run[0] ? baseOf(items, run[0]) : null;
    if (base) groups.push({ base, rest: items.slice(base.index + 1, run[0]!.index), lines: run });
    run = [];
    kinds = new Set();
  };
  for (const item of items) {
    const isLabel = item.zone === 'body' && !item.cells && isLabelLine(item.body);
    // A later line without a colon still belongs to the labels when it hangs below one.
    const continues = !isLabel && run.length > 0 && item.above.includes(run.at(-1)!);
    if (!isLabel && !continues) close();
    if (isLabel || continues) {
      const own = labelsIn(item.body).map((label) => label.kind);
      if (isLabel && run[0] && startsNew(own[0], kinds, item, run[0])) close();
      run.push(item);
      for (const kind of own) kinds.add(kind);
    }
  }
  close();
  return groups;
}

/** Whether a line opens another task's labels: its kind was told before, below another line. */
function startsNew(kind: LabelKind | undefined, told: ReadonlySet<LabelKind>, item: Item, first: Item): boolean {
  return kind !== undefined && kind !== 'product' && told.has(kind) && item.above.at(-1) !== first.above.at(-1);
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
