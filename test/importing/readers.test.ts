import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { numberedDocx, toDocx, toPdf, vietnameseFont } from './fixtures.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const font = vietnameseFont();
const folder = mkdtempSync(join(tmpdir(), 'importing-'));
let knowledge: Knowledge;
const words = loadImportingWords(knowledgeDirectory);
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
/** What must not depend on the file's form. */
const factsOf = (plan: Awaited<ReturnType<typeof importFile>>['plan']) => ({
  ...plan,
  assignments: plan.assignments.map(({ agency, role }) => `${agency} ${role}`),
  targets: plan.targets.map((target) => target.figures),
});

describe('one document in several forms', () => {
  it.each(['cao-bang-2026', 'ha-noi-2024', 'xa-wrapped-2026', 'phuong-2026', 'bang-2026'])(
    '%s as .docx gives the same facts',
    async (name) => {
      const plain = await importBytes(name, Buffer.from(textOf(name)), options());
      const word = await importBytes(name, await toDocx(textOf(name)), options());
      expect(factsOf(word.plan)).toEqual(factsOf(plain.plan));
    },
  );

  it.skipIf(font === null).each(['ha-noi-2024', 'quyet-dinh-2026', 'dak-lak-2025'])(
    '%s as .pdf with page numbers gives the same facts',
    async (name) => {
      const plain = await importBytes(name, Buffer.from(textOf(name)), options());
      const pdf = await importBytes(name, await toPdf(textOf(name), { font, pageNumbers: true }), options());
      expect(factsOf(pdf.plan)).toEqual(factsOf(plain.plan));
    },
  );

  it('other line ends, decomposed letters and UTF-16 change nothing', async () => {
    const text = textOf('cao-bang-2026');
    const plain = await importBytes('x', Buffer.from(text), options());
    const forms = [text.replace(/\n/g, '\r\n'), text.replace(/\n/g, '\r'), text.normalize('NFD')].map((each) =>
      Buffer.from(each),
    );
    forms.push(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), Buffer.from(text, 'utf16le'));
    for (const form of forms) expect((await importBytes('x', form, options())).plan).toEqual(plain.plan);
  });

  it('numbers that Word generates name the sections', async () => {
    const { plan } = await importBytes('x', await numberedDocx(), options());
    expect(plan.assignments.map((each) => [each.agency, each.role, each.section])).toEqual([
      ['Sở Y tế', 'lead', 'II.1, gạch đầu dòng 1'],
      ['Sở Y tế', 'implement', 'II.1, gạch đầu dòng 2'],
      ['Công an tỉnh', 'coordinate', 'II.2, gạch đầu dòng 1'],
    ]);
    expect(plan.deadlines.map((each) => each.due)).toEqual(['2026-11-20']);
  });
});

describe('limits', () => {
  it('what is no document is refused with its reason', async () => {
    expect(await codeOf(importFile(join(folder, 'none.txt'), options()))).toBe('missing');
    expect(await codeOf(importFile(folder, options()))).toBe('not-a-file');
    expect(await codeOf(importFile('\u0000', options()))).toBe('missing');
    expect(await codeOf(readBytes(new Uint8Array()))).toBe('empty');
    expect(await codeOf(readBytes(Buffer.from('   \n \n')))).toBe('no-text');
    expect(await codeOf(readBytes(Buffer.from('{\\rtf1 x}')))).toBe('unknown-format');
    expect(await codeOf(readBytes(Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toBe('old-word');
    expect(await codeOf(readBytes(Buffer.from('7f454c4602010100000000000000000001020304050607080e0f10', 'hex')))).toBe(
      'unknown-format',
    );
    expect(await codeOf(readBytes(Buffer.from('%PDF-1.7 nothing more')))).toBe('damaged');
    expect(await codeOf(readBytes(Buffer.from('PK\u0003\u0004 nothing more')))).toBe('damaged');
  });

  it('a file above 20 MB is refused', async () => {
    const path = join(folder, 'large.txt');
    writeFileSync(path, Buffer.alloc(20 * 1024 * 1024 + 1, 'a'));
    expect(await codeOf(importFile(path, options()))).toBe('too-large');
  });

  it('a file is read as what it is, whatever its name says', async () => {
    const path = join(folder, 'plan.pdf');
    writeFileSync(path, await toDocx(textOf('cao-bang-2026')));
    expect((await importFile(path, options())).plan.number).toBe('1289/KH-UBND');
  });

  it('a zip that unfolds to gigabytes is refused before it does, also when its directory lies', async () => {
    const packed = deflateRawSync(Buffer.alloc(100 * 1024 * 1024));
    expect(await codeOf(readBytes(zipOf('word/document.xml', packed, 100 * 1024 * 1024)))).toBe('too-much-inside');
    expect(['too-much-inside', 'damaged']).toContain(
      await codeOf(readBytes(zipOf('word/document.xml', packed, 1_000))),
    );
  });

  it('a locked PDF is named as locked', async () => {
    expect(await codeOf(readBytes(await toPdf('x', { font: null, password: 'secret' })))).toBe('encrypted');
  });

  it('a PDF above 300 pages is refused', async () => {
    expect(await codeOf(readBytes(await toPdf('x', { font: null, pages: 301 })))).toBe('too-many-pages');
  });

  it('300 pages import within 20 seconds and 500 MB', async () => {
    const page = textOf('ha-noi-2024')
      .replace(/[^\n -~]/g, 'a')
      .slice(0, 3_000);
    const path = join(folder, 'long.pdf');
    writeFileSync(path, await toPdf(page, { font: null, pages: 150 }));
    const script = `import { importFile } from '${join(import.meta.dirname, '../../src/importing/import-file.ts')}';
      importFile(${JSON.stringify(path)}, { knowledgeDirectory: ${JSON.stringify(knowledgeDirectory)}, id: 'x-2026' }).then((r) => console.log(JSON.stringify({ lines: r.reading.lines.length, mb: process.resourceUsage().maxRSS / 1024, s: performance.now() / 1000 })), (e) => console.log(JSON.stringify({ error: String(e) })));`;
    const run = spawnSync('npx', ['tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=256' },
    });
    const told = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}') as { lines: number; mb: number; s: number };
    expect(told.lines).toBeGreaterThan(5_000);
    expect(told.s).toBeLessThan(20);
    expect(told.mb).toBeLessThan(500);
  }, 90_000);
});

describe('damaged files', () => {
  it('1,000 mutations of valid files give a plan or a named error', async () => {
    const text = Buffer.from(textOf('cao-bang-2026').slice(0, 900));
    const docx = await toDocx(textOf('cao-bang-2026').slice(0, 900));
    const pdf = await toPdf('KE HOACH\nI. MUC DICH\n1. So Y te bao cao truoc ngay 10/11/2025.', { font: null });
    const html = readFileSync(testDocuments().find((each) => each.path.endsWith('.html'))!.path).subarray(0, 1_500);
    // Reading a PDF takes fifty times as long as the others: one in eight.
    const files = [text, docx, html, docx, text, docx, html, pdf];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const odd: string[] = [];
    for (let round = 0; round < 1_000; round += 1) {
      const bytes = Buffer.from(files[round % files.length]!);
      for (let change = 0; change <= random(6); change += 1) bytes[random(bytes.length)] = random(256);
      const cut = random(10) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      const code = await codeOf(importBytes('x', cut, options()));
      if (code.startsWith('other')) odd.push(code);
    }
    expect(odd).toEqual([]);
  }, 180_000);
});

/** A zip file of one deflated part with the size that its directory shall claim. */
function zipOf(name: string, packed: Buffer, claimed: number): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
