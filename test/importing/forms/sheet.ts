/** A plain text as the blocks of an office document: heading and signature in two columns, paragraphs, tables. */
import { readMarker, type Marker } from '../../../src/importing/outline/marker.ts';
import { joinParagraphs } from '../../../src/importing/outline/paragraphs.ts';
import { foldSame, isAllCaps } from '../../../src/importing/plain-fold.ts';
import type { SourceLine } from '../../../src/importing/reading.ts';
import { readBytes } from '../../../src/importing/readers/read-document.ts';

export type Block =
  | { readonly kind: 'columns'; readonly left: readonly string[]; readonly right: readonly string[] }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly marker: Marker | null }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

const RIGHT = /^(cong hoa xa hoi|doc lap|dang cong san|[^,]{2,30},\s*ngay\b)/;
const TYPE =
  /^(ke hoach|quyet dinh|chuong trinh|huong dan|thong bao|cong van|bao cao|khau hieu|kinh gui|v\/v|phu luc)\b/;

/** The blocks of a document as a typist would set them; `names` are names with a dash that no line may break. */
export async function sheetOf(bytes: Uint8Array, names: readonly string[]): Promise<Block[]> {
  const { lines } = await readBytes(bytes);
  const start = Math.max(
    0,
    lines.slice(0, 14).findIndex((line) => TYPE.test(foldSame(line.text)) && !/^so\b/.test(foldSame(line.text))),
  );
  const end = firstIndex(lines, /^noi nhan\s*:?/);
  const close = end < 0 ? lines.length : end;
  const after = end < 0 ? [] : lines.slice(end);
  const signed = signatureStart(after);
  const blocks: Block[] = [];
  if (start > 0) blocks.push(headingOf(lines.slice(0, start)));
  blocks.push(...bodyOf(lines.slice(start, close), names));
  if (after.length === 0) return blocks;
  const recipients = signed === null ? after : after.slice(0, signed.from);
  const signature = signed === null ? [] : after.slice(signed.from, signed.to);
  blocks.push({
    kind: 'columns',
    left: recipients.map((line) => line.text),
    right: signature.map((line) => line.text),
  });
  if (signed !== null) blocks.push(...bodyOf(after.slice(signed.to), names));
  return blocks;
}

function headingOf(lines: readonly SourceLine[]): Block {
  const right = lines.filter((line) => RIGHT.test(foldSame(line.text)));
  return {
    kind: 'columns',
    left: lines.filter((line) => !right.includes(line)).map((line) => line.text),
    right: right.map((line) => line.text),
  };
}

/** Where the signature begins after the recipients, and where an annex follows it. */
function signatureStart(lines: readonly SourceLine[]): { from: number; to: number } | null {
  const from = lines.findIndex((line, index) => index > 0 && isAllCaps(line.text));
  if (from < 0) return null;
  const annex = lines.findIndex(
    (line, index) => index > from && /^(phu luc|khau hieu|cac khau hieu|ke hoach$)/.test(foldSame(line.text)),
  );
  return { from, to: annex < 0 ? lines.length : annex };
}

function bodyOf(lines: readonly SourceLine[], names: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] = [];
  let table: number | undefined;
  const flush = (): void => {
    if (rows.length > 0) blocks.push({ kind: 'table', rows });
    rows = [];
  };
  for (const paragraph of joinParagraphs(lines, names)) {
    if (paragraph.cells) {
      if (paragraph.table !== table) flush();
      table = paragraph.table;
      rows.push([...paragraph.cells]);
      continue;
    }
    flush();
    const marker = readMarker(paragraph.text);
    const title =
      blocks.length < 4 &&
      !marker &&
      (TYPE.test(foldSame(paragraph.text)) || blocks.at(-1)?.kind === 'title') &&
      paragraph.text.length < 250 &&
      !/^(can cu|thuc hien [a-z]+ so|kinh gui)/.test(foldSame(paragraph.text)) &&
      !/[.:;]$/.test(paragraph.text);
    if (title) blocks.push({ kind: 'title', text: paragraph.text });
    else blocks.push({ kind: 'paragraph', text: paragraph.text, marker });
  }
  flush();
  return blocks;
}

function firstIndex(lines: readonly SourceLine[], sign: RegExp): number {
  return lines.findIndex((line) => sign.test(foldSame(line.text)));
}
