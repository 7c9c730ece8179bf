/** Tables of tasks: "STT | nhiệm vụ | chủ trì | phối hợp | thời gian | sản phẩm". */
import type { Item } from '../outline/outline.ts';
import { foldSame } from '../plain-fold.ts';

export interface TaskRow {
  readonly item: Item;
  readonly section: string;
  readonly number: string | null;
  readonly task: string;
  readonly lead: string | null;
  readonly coordinate: string | null;
  readonly implement: string | null;
  readonly time: string | null;
  readonly target: string | null;
  readonly phone: string | null;
}

type Column = 'number' | 'task' | 'lead' | 'coordinate' | 'implement' | 'time' | 'target' | 'phone' | 'unit';

const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  ['number', /^(stt|tt|so tt|so thu tu|#)$/],
  ['lead', /chu tri|dau moi/],
  ['coordinate', /phoi hop/],
  ['time', /thoi gian|thoi han|tien do|hoan thanh|^han/],
  ['unit', /^(don vi tinh|dvt)/],
  ['phone', /dien thoai|so may|sdt/],
  ['target', /chi tieu nam|ke hoach nam|muc tieu nam|ty le|gia tri|so lieu|^nam 20\d\d$|muc (?:phan dau|dat)/],
  ['implement', /thuc hien$|don vi|co quan|phu trach|trach nhiem|phan cong|ho va ten|ho ten/],
  ['task', /nhiem vu|noi dung|hoat dong|cong viec|chi tieu|ten|bao cao|giai phap/],
];

/** The rows of all tables that tell tasks, figures or telephone numbers; a table's first rows name its columns. */
export function taskRows(items: readonly Item[]): TaskRow[] {
  const rows: TaskRow[] = [];
  let table = -1;
  let columns: Column[] | null = null;
  let group = '';
  for (const item of items) {
    if (!item.cells) continue;
    if (item.table !== table) {
      table = item.table ?? -1;
      columns = null;
      group = '';
    }
    const named = columnsOf(item.cells);
    if (named) {
      columns = named;
      continue;
    }
    if (!columns) continue;
    const filled = item.cells.filter((cell) => cell !== '');
    // A row with one text is a heading inside the table.
    if (
      filled.length <= 2 &&
      columns.length > 3 &&
      filled.every((cell) => /^[IVX\dA-Z.]*$/.test(cell) || cell.length > 3)
    ) {
      group = filled.at(-1) ?? '';
      if (filled.length === 1 || !/\d/.test(filled[0]!)) continue;
    }
    rows.push(readRow(item, item.cells, columns, group));
  }
  return rows;
}

function columnsOf(cells: readonly string[]): Column[] | null {
  const columns = cells.map(
    (cell) => COLUMNS.find(([, sign]) => sign.test(foldSame(cell).trim()) && cell.length < 80)?.[0] ?? 'unit',
  );
  const kinds = new Set(columns.filter((column) => column !== 'unit'));
  const heads = cells.every((cell) => cell.length < 80 && !/[.;]$/.test(cell));
  return heads &&
    kinds.size >= 2 &&
    (kinds.has('task') || kinds.has('phone')) &&
    cells.every((cell) => !/^\d{1,3}$/.test(cell))
    ? columns
    : null;
}

function readRow(item: Item, cells: readonly string[], columns: readonly Column[], group: string): TaskRow {
  const of = (column: Column): string | null => {
    const values = cells.filter((cell, index) => columns[index] === column && cell !== '' && cell !== '-');
    return values.length === 0 ? null : values.join(' ');
  };
  return {
    item,
    section: item.section,
    number: of('number'),
    task: of('task') ?? group,
    lead: of('lead'),
    coordinate: of('coordinate'),
    implement: of('implement'),
    time: of('time'),
    target: of('target'),
    phone: of('phone'),
  };
}
