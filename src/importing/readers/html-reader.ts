/** HTML pages: block elements become lines, lists get their markers, tables their rows. */
import { parse } from 'parse5';
import { CELL_JOINT, MAX_CHARACTERS, type Reading, type SourceLine } from '../reading.ts';
import { ImportError } from '../import-error.ts';
import { isLayoutTable } from './table-rows.ts';
import { cleanLine } from './text-lines.ts';

interface Node {
  readonly nodeName: string;
  readonly value?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
}

const SKIPPED = new Set([
  'script',
  'style',
  'head',
  'nav',
  'noscript',
  'svg',
  'template',
  'iframe',
  'button',
  'select',
  'footer',
  '#comment',
]);
const BLOCKS = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'dl',
  'dt',
  'dd',
  'center',
  'address',
  'figure',
  'tr',
  'table',
  'form',
  'body',
  'aside',
  'hr',
]);
/** Pages of people nest some dozen elements; the parser takes ever longer for each level. */
const MAX_DEPTH = 1_000;
/** Elements that need no end, so that counting their beginnings would say nothing. */
const ENDLESS = /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|t[dhr]|tbody|thead|wbr)$/i;

/** Reads a page; throws an ImportError where it unfolds to too much. */
export function readHtml(html: string): Reading {
  if (html.length > MAX_CHARACTERS * 3) throw new ImportError('too-much-inside');
  if (isNestedTooDeep(html)) throw new ImportError('too-much-inside');
  const walker = new PageWalker();
  walker.walk(parse(html), 0);
  walker.flush();
  return { format: 'html', lines: walker.lines };
}

/** Whether more elements are open at once than any page has; asked before parsing. */
function isNestedTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (ENDLESS.test(name!)) continue;
    depth = end === '' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

class PageWalker {
  readonly lines: SourceLine[] = [];
  private words = '';
  private tables = 0;

  walk(node: Node, depth: number): void {
    if (SKIPPED.has(node.nodeName) || depth > MAX_DEPTH) return;
    if (node.nodeName === '#text') {
      this.words += (node.value ?? '').replace(/\s+/g, ' ');
      return;
    }
    if (node.nodeName === 'br') {
      this.flush();
      return;
    }
    if (node.nodeName === 'table') {
      this.flush();
      this.table(node, depth);
      return;
    }
    const block = BLOCKS.has(node.nodeName);
    if (block) this.flush();
    let position = Number(attribute(node, 'start') ?? 1);
    for (const child of node.childNodes ?? []) {
      if (child.nodeName === 'li') {
        this.flush();
        this.words = node.nodeName === 'ol' ? `${listNumber(position, attribute(node, 'type'))} ` : '- ';
        position += 1;
        for (const inner of child.childNodes ?? []) this.walk(inner, depth + 1);
        this.flush();
      } else this.walk(child, depth + 1);
    }
    if (block) this.flush();
  }

  flush(): void {
    const clean = cleanLine(this.words);
    if (clean !== '' && !/^(?:-|\d+\.|[a-z]\))$/.test(clean)) this.lines.push({ text: clean, gapBefore: false });
    this.words = '';
  }

  private table(node: Node, depth: number): void {
    const rows = rowsOf(node);
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (
      isLayoutTable(width, rows.length, textOf(node, 0).trim(), false) ||
      rows.flat().some((cell) => contains(cell, 'table'))
    ) {
      for (const cell of rows.flat()) {
        this.flush();
        for (const child of cell.childNodes ?? []) this.walk(child, depth + 1);
        this.flush();
      }
      return;
    }
    this.tables += 1;
    const carried: { text: string; left: number }[] = [];
    for (const row of rows) {
      const cells: string[] = [];
      const fill = (): void => {
        for (let slot = carried[cells.length]; slot && slot.left > 0; slot = carried[cells.length]) {
          slot.left -= 1;
          cells.push(slot.text);
        }
      };
      for (const cell of row) {
        fill();
        const text = cleanLine(textOf(cell, 0));
        const down = Math.min(Number(attribute(cell, 'rowspan') ?? 1) || 1, 500);
        if (down > 1) carried[cells.length] = { text, left: down - 1 };
        cells.push(text, ...Array<string>(Math.min(Number(attribute(cell, 'colspan') ?? 1) || 1, 60) - 1).fill(''));
      }
      fill();
      if (cells.some((cell) => cell !== ''))
        this.lines.push({ text: cells.join(CELL_JOINT), gapBefore: false, cells, table: this.tables });
    }
  }
}

function rowsOf(node: Node): Node[][] {
  return (node.childNodes ?? []).flatMap((child) => {
    if (child.nodeName === 'tr')
      return [(child.childNodes ?? []).filter((cell) => cell.nodeName === 'td' || cell.nodeName === 'th')];
    return ['tbody', 'thead', 'tfoot'].includes(child.nodeName) ? rowsOf(child) : [];
  });
}

function textOf(node: Node, depth: number): string {
  if (SKIPPED.has(node.nodeName) || depth > MAX_DEPTH) return '';
  if (node.nodeName === '#text') return (node.value ?? '').replace(/\s+/g, ' ');
  const inner = (node.childNodes ?? []).map((child) => textOf(child, depth + 1)).join('');
  return BLOCKS.has(node.nodeName) || node.nodeName === 'br' ? ` ${inner} ` : inner;
}

function contains(node: Node, name: string): boolean {
  return (node.childNodes ?? []).some((child) => child.nodeName === name || contains(child, name));
}

function attribute(node: Node, name: string): string | undefined {
  return node.attrs?.find((each) => each.name === name)?.value;
}

function listNumber(position: number, type: string | undefined): string {
  if (type === 'a') return `${String.fromCharCode(96 + position)})`;
  if (type === 'I')
    return `${['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'][position] ?? position}.`;
  return `${position}.`;
}
