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
  /** The figures of a target, one for each of its columns (years). */
  readonly targets: readonly string[];
  /** What comes of the task. */
  readonly product: string | null;
  readonly phone: string | null;
}

type Column =
  'number' | 'task' | 'lead' | 'coordinate' | 'implement' | 'time' | 'target' | 'phone' | 'product' | 'unit';

const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  ['number', /^(stt|tt|so tt|so thu tu|#)$/],
  ['task', /^(?:don vi|co so|dia phuong|dia diem|truong|doi tuong) (?:duoc )?(?:kiem tra|giam sat|khao sat)/],
  ['lead', /chu tri|dau moi/],
  ['coordinate', /phoi hop|cung thuc hien|^(?:co quan |don vi )?(?:ho tro|lien quan)$/],
  ['time', /thoi gian|thoi han|tien do|hoan thanh|^han/],
  ['unit', /^(don vi tinh|dvt)/],
  ['phone', /dien thoai|so may|sdt/],
  ['product', /^(?:san pham|dau ra|yeu cau can dat|ket qua(?! (?:thuc hien|dat duoc|nam|20\d\d)))/],
  [
    'target',
    /chi tieu nam|ke hoach (?:nam|20\d\d)|muc tieu nam|ty le|gia tri|so lieu|^nam 20\d\d$|muc (?:phan dau|dat)/,
  ],
  [
    'implement',
    /^(?:to|doan) (?:kiem tra|giam sat|cong tac|khao sat)|thuc hien$|don vi|co quan|phu trach|trach nhiem|phan cong|ho va ten|ho ten/,
  ],
  ['task', /nhiem vu|noi dung|hoat dong|cong viec|chi tieu|ten|bao cao|giai phap/],
];

/** The rows of all tables that tell tasks, figures or telephone numbers; a table's first rows name its columns. */
export function taskRows(items: readonly Item[]): TaskRow[] {
  const rows: TaskRow[] = [];
  let table = -1;
  let columns: Column[] | null = null;
  let group = '';
  let cells: readonly string[] = [];
  for (const item of items) {
    if (!item.cells) continue;
    if (item.table !== table) {
      table = item.table ?? -1;
      columns = null;
      group = '';
      cells = [];
    }
    const roles: Column[] | null = columns && subHeader(item.cells, columns);
    if (roles) {
      columns = roles;
      continue;
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
    cells = withoutDittos(item.cells, cells);
    rows.push(readRow(item, cells, columns, group));
  }
  return rows;
}

/** A second row of the header: "Chủ trì | Phối hợp" below "Cơ quan thực hiện". */
function subHeader(cells: readonly string[], columns: readonly Column[]): Column[] | null {
  const own = cells.map((cell) => (cell.length < 40 ? kindOfColumn(cell) : undefined));
  const filled = cells.filter((cell) => cell !== '').length;
  const roles = own.filter((column) => column === 'lead' || column === 'coordinate').length;
  return roles === 2 && filled <= 3 ? columns.map((column, index) => own[index] ?? column) : null;
}

/** "nt", "-nt-", "như trên": what the row above says. */
function withoutDittos(cells: readonly string[], above: readonly string[]): readonly string[] {
  return cells.map((cell, index) => (/^\W*(?:nt|nhu tren)\W*$/.test(foldSame(cell)) ? (above[index] ?? cell) : cell));
}

function kindOfColumn(cell: string): Column | undefined {
  return COLUMNS.find(([, sign]) => sign.test(foldSame(cell).trim()) && cell.length < 80)?.[0];
}

function columnsOf(cells: readonly string[]): Column[] | null {
  const columns = cells.map((cell) => kindOfColumn(cell) ?? 'unit');
  const kinds = new Set(columns.filter((column) => column !== 'unit' && column !== 'product'));
  const heads = cells.every((cell) => cell.length < 80 && !/[.;]$/.test(cell));
  return heads &&
    kinds.size >= 2 &&
    (kinds.has('task') || kinds.has('phone')) &&
    cells.every((cell) => !/^\d{1,3}$/.test(cell))
    ? columns
    : null;
}

function readRow(item: Item, cells: readonly string[], columns: readonly Column[], group: string): TaskRow {
  const all = (column: Column): string[] =>
    cells.filter((cell, index) => columns[index] === column && cell !== '' && cell !== '-');
  const of = (column: Column): string | null => all(column).join(' ') || null;
  return {
    item,
    section: item.section,
    number: of('number'),
    task: of('task') ?? group,
    lead: of('lead'),
    coordinate: of('coordinate'),
    implement: of('implement'),
    time: of('time'),
    targets: all('target'),
    product: of('product'),
    phone: of('phone'),
  };
}
