import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportError } from '../../src/importing/import-error.ts';
import { importBytes, importFile } from '../../src/importing/import-file.ts';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge, type Knowledge } from '../../src/knowledge/load.ts';
import { testDocuments } from './document-set.ts';
import { rawDocx, toDocx, toPdf, zipFile } from './fixtures.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const folder = mkdtempSync(join(tmpdir(), 'importing-'));
const words = loadImportingWords(knowledgeDirectory);
let knowledge: Knowledge;
beforeAll(() => {
  knowledge = loadKnowledge(knowledgeDirectory);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = () => ({ knowledgeDirectory, knowledge, words });
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof ImportError ? error.code : `other: ${String(error)}`),
  );
const textOf = (name: string): string =>
  readFileSync(testDocuments().find((document) => document.name === name)!.path, 'utf8');
const bytesOf = (hex: string, tail = ''): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(tail)]);

describe('what is no document is refused with its reason', () => {
  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['blanks', Buffer.from('   \n \n'), 'no-text'],
    ['RTF', Buffer.from('{\\rtf1 x}'), 'unknown-format'],
    ['a program', bytesOf('7f454c4602010100000000000000000001020304050607080e0f10'), 'unknown-format'],
    ['old Word', bytesOf('d0cf11e0a1b11ae1'), 'old-word'],
    [
      'a locked .docx',
      Buffer.concat([bytesOf('d0cf11e0a1b11ae1'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
    ['half a PDF', Buffer.from('%PDF-1.7 nothing more'), 'damaged'],
    ['half a zip', Buffer.from('PK\u0003\u0004 nothing more'), 'damaged'],
    ['a zip without Word inside', zipFile({ 'readme.txt': 'x' }), 'damaged'],
    ['an Excel file', zipFile({ 'xl/workbook.xml': '<x/>' }), 'unknown-format'],
    ['broken XML', zipFile({ 'word/document.xml': '<w:document><w:body>' }), 'damaged'],
    ['letters of no known code page', bytesOf('c1d2e3f4a5b6c7d8e9'.repeat(40), ' abc'), 'unknown-letters'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(readBytes(bytes))).toBe(code);
  });

  it('paths that lead to no file', async () => {
    expect(await codeOf(importFile(join(folder, 'none.txt'), options()))).toBe('missing');
    expect(await codeOf(importFile(folder, options()))).toBe('not-a-file');
    expect(await codeOf(importFile('\u0000', options()))).toBe('missing');
  });

  it('every error has a sentence that people read', () => {
    const codes: string[] = [
      'missing',
      'not-a-file',
      'empty',
      'too-large',
      'too-many-pages',
      'too-much-inside',
      'encrypted',
      'damaged',
      'unknown-format',
      'old-word',
      'unknown-letters',
      'no-text',
      'not-a-plan',
      'failed',
    ] satisfies ImportError['code'][];
    expect(codes.filter((code) => !words.errors[code])).toEqual([]);
  });

  it('a file is read as what it is, whatever its name says', async () => {
    const path = join(folder, 'plan.pdf');
    writeFileSync(path, await toDocx(textOf('cao-bang-2026')));
    expect((await importFile(path, options())).plan.number).toBe('1289/KH-UBND');
  });
});

describe('limits', () => {
  it('a file above 20 MB is refused', async () => {
    const path = join(folder, 'large.txt');
    writeFileSync(path, Buffer.alloc(20 * 1024 * 1024 + 1, 'a'));
    expect(await codeOf(importFile(path, options()))).toBe('too-large');
  });

  it('a zip that unfolds to gigabytes is refused before it does, also when its directory lies', async () => {
    const packed = deflateRawSync(Buffer.alloc(100 * 1024 * 1024));
    const honest = zipFile({ 'word/document.xml': packed }, 8, 100 * 1024 * 1024);
    const lying = zipFile({ 'word/document.xml': packed }, 8, 1_000);
    expect(await codeOf(readBytes(honest))).toBe('too-much-inside');
    expect(['too-much-inside', 'damaged']).toContain(await codeOf(readBytes(lying)));
  });

  it('parts that are not asked for are not unpacked, whatever their names try', async () => {
    const before = readdirSync(folder);
    const paths = ['../../evil.xml', '/etc/evil', 'word\\..\\evil', `${folder}/evil`];
    for (const path of paths)
      expect(['damaged', 'no error']).toContain(
        await codeOf(
          readBytes(zipFile({ [path]: 'x', 'word/document.xml': '<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>' })),
        ),
      );
    expect(readdirSync(folder)).toEqual(before);
  });

  it('entities that multiply are not expanded', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]>`;
    const document = `<?xml version="1.0"?>${bomb}<w:document><w:p><w:r><w:t>${'&c;'.repeat(100)}</w:t></w:r></w:p></w:document>`;
    expect(await codeOf(readBytes(zipFile({ 'word/document.xml': document })))).toBe('damaged');
  });

  it('nesting without end costs neither the stack nor much time', async () => {
    const from = performance.now();
    const tables =
      '<w:tbl><w:tr><w:tc>'.repeat(20_000) +
      '<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>' +
      '</w:tc></w:tr></w:tbl>'.repeat(20_000);
    expect(['no error', 'damaged']).toContain(await codeOf(readBytes(rawDocx(tables))));
    for (const tag of ['div', 'b', 'table><tr><td', 'ul><li'])
      expect(['no error', 'no-text', 'too-much-inside']).toContain(
        await codeOf(readBytes(Buffer.from(`<html><body>Kế hoạch ${`<${tag}>`.repeat(30_000)}xin chào`))),
      );
    expect(performance.now() - from).toBeLessThan(8_000);
  }, 20_000);

  it('a locked PDF is named as locked', async () => {
    expect(await codeOf(readBytes(await toPdf('x', { font: null, password: 'secret' })))).toBe('encrypted');
  });

  it('a PDF above 300 pages is refused', async () => {
    expect(await codeOf(readBytes(await toPdf('x', { font: null, pages: 301 })))).toBe('too-many-pages');
  });

  it('a hundred full pages import within 500 MB and 20 seconds of computing', async () => {
    const page = textOf('ha-noi-2024')
      .replace(/[^\n -~]/g, 'a')
      .slice(0, 3_000);
    const path = join(folder, 'long.pdf');
    writeFileSync(path, await toPdf(page, { font: null, pages: 100 }));
    const script = `import { importFile } from '${join(import.meta.dirname, '../../src/importing/import-file.ts')}';
      importFile(${JSON.stringify(path)}, { knowledgeDirectory: ${JSON.stringify(knowledgeDirectory)}, id: 'x-2026' }).then((r) => console.log(JSON.stringify({ lines: r.reading.lines.length, mb: process.resourceUsage().maxRSS / 1024, s: process.cpuUsage().user / 1e6 })), (e) => console.log(JSON.stringify({ error: String(e) })));`;
    const run = spawnSync('npx', ['tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=256' },
    });
    const told = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}') as { lines: number; mb: number; s: number };
    expect(told.lines).toBeGreaterThan(4_000);
    expect(told.s).toBeLessThan(20);
    expect(told.mb).toBeLessThan(500);
  }, 90_000);
});

describe('damaged files', () => {
  it('1,000 mutations of valid files give a plan or a named error', async () => {
    const start = textOf('cao-bang-2026').slice(0, 400);
    const text = Buffer.from(start);
    const docx = await toDocx(start);
    const pdf = await toPdf('KE HOACH\nI. MUC DICH\n1. So Y te bao cao truoc ngay 10/11/2025.', { font: null });
    const html = readFileSync(testDocuments().find((each) => each.path.endsWith('.html'))!.path).subarray(0, 900);
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const odd: string[] = [];
    for (let round = 0; round < 1_000; round += 1) {
      // Reading a PDF takes fifty times as long as the others.
      const bytes = Buffer.from(round % 100 === 0 ? pdf : [text, docx, html][round % 3]!);
      for (let change = 0; change <= random(6); change += 1) bytes[random(bytes.length)] = random(256);
      const cut = random(10) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      const code = await codeOf(importBytes('x', cut, options()));
      if (code.startsWith('other')) odd.push(code);
    }
    expect(odd).toEqual([]);
  }, 60_000);
});
