import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { importBytes, type ImportResult } from '../../src/importing/import-file.ts';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge, type Knowledge } from '../../src/knowledge/load.ts';
import { testDocuments } from './document-set.ts';
import { numberedDocx, toDocx, toPdf, vietnameseFont } from './fixtures.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const font = vietnameseFont();
let knowledge: Knowledge;
const words = loadImportingWords(knowledgeDirectory);
beforeAll(() => {
  knowledge = loadKnowledge(knowledgeDirectory);
});

const options = () => ({ knowledgeDirectory, knowledge, words });
const textOf = (name: string): string =>
  readFileSync(testDocuments().find((document) => document.name === name)!.path, 'utf8');
/** What must not depend on the file's form. */
const factsOf = (plan: ImportResult['plan']) => ({
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

it('a line break within a cell of a Markdown table is a blank, as in Word', async () => {
  const text =
    '| Nhiệm vụ | Phối hợp |\n|---|---|\n| Truyền thông<br/>tại xã. | Sở Y tế<br>Tỉnh đoàn;<br>Công an tỉnh |\n';
  const { lines } = await readBytes(Buffer.from(text));
  expect(lines.at(-1)?.cells).toEqual(['Truyền thông tại xã.', 'Sở Y tế Tỉnh đoàn; Công an tỉnh']);
});
