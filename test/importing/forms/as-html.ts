/** The blocks of an office document as a page for printing, set as Nghị định 30/2020 asks. */
import type { Block } from './sheet.ts';

const STYLE = `
  body { font: 14pt/1.35 'Liberation Serif', 'Times New Roman', serif; margin: 0; }
  p { margin: 6pt 0; text-align: justify; text-indent: 1.27cm; }
  .columns { width: 100%; border-collapse: collapse; font-size: 13pt; }
  .columns td { width: 42%; vertical-align: top; text-align: center; border: 0; padding: 0; }
  .columns td + td { width: 58%; }
  .columns p, .title { margin: 0; text-indent: 0; text-align: center; font-weight: bold; }
  .closing td:first-child p { text-align: left; font-size: 11pt; font-weight: normal; }
  .closing td + td p:last-child { margin-top: 60pt; }
  .title { margin: 6pt 0; }
  .grid { border-collapse: collapse; width: 100%; font-size: 12pt; }
  .grid td, .grid th { border: 1px solid #000; padding: 3pt 4pt; vertical-align: top; text-align: left; }
`;

/** A page with everything that printing needs inside. */
export function asHtml(blocks: readonly Block[], bodyClass = ''): string {
  const style = `${STYLE}${bodyClass}`;
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><style>${style}</style></head><body>${blocks.map((block, index) => blockHtml(block, index === 0)).join('\n')}</body></html>`;
}

function blockHtml(block: Block, first: boolean): string {
  if (block.kind === 'title') return `<p class="title">${escaped(block.text)}</p>`;
  if (block.kind === 'paragraph') return `<p>${escaped(block.text)}</p>`;
  if (block.kind === 'columns')
    return `<table class="columns ${first ? '' : 'closing'}"><tr>${[block.left, block.right].map((side) => `<td>${side.map((line) => `<p>${escaped(line)}</p>`).join('')}</td>`).join('')}</tr></table>`;
  const [head, ...rows] = block.rows;
  return `<table class="grid"><thead>${rowHtml(head!, 'th')}</thead><tbody>${rows.map((row) => rowHtml(row, 'td')).join('')}</tbody></table>`;
}

function rowHtml(cells: readonly string[], tag: string): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
