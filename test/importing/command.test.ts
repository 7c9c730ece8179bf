import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDraft } from '../../src/importing/approve.ts';
import { importCommand } from '../../src/importing/import-command.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { testDocuments } from './document-set.ts';

let folder: string;
let knowledge: string;
let out: string;
let err: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-command-'));
  knowledge = join(folder, 'knowledge');
  cpSync(join(import.meta.dirname, '..', '..', 'knowledge'), knowledge, { recursive: true });
  out = '';
  err = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<number> =>
  importCommand([...args, '--knowledge', knowledge], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
const document = (name: string): string => testDocuments().find((each) => each.name === name)!.path;

describe('npm run import', () => {
  it('prints one object a line with exactly the agreed fields, and fails where one document fails', async () => {
    expect(await run('--json', document('cao-bang-2026'), join(folder, 'none.docx'))).toBe(1);
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(Object.keys(first!)).toEqual(['file', 'ok', 'plan', 'coverage', 'warnings']);
    expect(Object.keys(first!['plan'] as object)).toEqual([
      'id',
      'title',
      'issuer',
      'number',
      'date',
      'year',
      'theme',
      'period',
      'slogans',
      'deadlines',
      'assignments',
      'targets',
      'contacts',
      'legalBases',
    ]);
    expect(Object.keys(second!)).toEqual(['file', 'ok', 'error']);
    expect(String(second!['error'])).not.toContain(folder);
  });

  it('explains wrong use with code 2 and itself with --help', async () => {
    expect(await run()).toBe(2);
    expect(await run('--nonsense')).toBe(2);
    expect(await run('a', 'b', '--id', 'x-2026')).toBe(2);
    expect(await run('a', '--id', '../x')).toBe(2);
    expect(await run('--help')).toBe(0);
    expect(out).toContain('usage');
  });

  it('writes nothing for a document that cannot be read', async () => {
    const broken = join(folder, 'broken.pdf');
    writeFileSync(broken, '%PDF-1.4 broken');
    expect(await run(broken, '--out', join(folder, 'drafts'))).toBe(1);
    expect(existsSync(join(folder, 'drafts'))).toBe(false);
  });

  it('writes a draft with a review page that holds everything itself and escapes what the document says', async () => {
    const nasty = join(folder, 'nasty.txt');
    writeFileSync(
      nasty,
      readFileSync(document('cao-bang-2026'), 'utf8').replace(
        'Không bạo lực',
        '<script>alert(1)</script> Không bạo lực',
      ),
    );
    expect(await run(nasty, '--out', join(folder, 'drafts'))).toBe(0);
    const draft = join(folder, 'drafts', 'cao-bang-2026');
    expect(readdirSync(draft).sort()).toEqual([
      'names.yaml',
      'plan.yaml',
      'review.html',
      'source.txt',
      'warnings.yaml',
    ]);
    const page = readFileSync(join(draft, 'review.html'), 'utf8');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).toContain('data-facts');
  });
});

it('keeps two plans of one place and year apart, and a corrected draft beside a newer one', async () => {
  const text = readFileSync(document('cao-bang-2026'), 'utf8');
  const second = join(folder, 'second.txt');
  writeFileSync(
    second,
    text.replace(/1289/g, '1300').replace('Triển khai Tháng hành động vì', 'Phòng, chống đuối nước'),
  );
  const drafts = join(folder, 'drafts');
  expect(await run(document('cao-bang-2026'), second, '--out', drafts)).toBe(0);
  expect(readdirSync(drafts).sort()).toEqual(['cao-bang-2026', 'cao-bang-2026-1300']);
  writeFileSync(join(drafts, 'cao-bang-2026', 'plan.yaml'), 'corrected');
  await run(document('cao-bang-2026'), '--out', drafts);
  expect(readFileSync(join(drafts, 'cao-bang-2026', 'plan.previous.yaml'), 'utf8')).toBe('corrected');
});

describe('--approve', () => {
  it('refuses a draft with an agency that neither the lists nor the draft name, and changes nothing', async () => {
    await run(document('cao-bang-2026'), '--out', join(folder, 'drafts'));
    const draft = join(folder, 'drafts', 'cao-bang-2026');
    rmSync(join(draft, 'names.yaml'));
    expect(await run('--approve', draft)).toBe(1);
    expect(err).toContain('not in agencies.yaml');
    expect(existsSync(join(knowledge, 'plans', 'cao-bang-2026'))).toBe(false);
    expect(existsSync(`${knowledge}.approving`)).toBe(false);
  });

  it('checks a corrected draft: a quote that is not in the document is named, and nothing is changed', async () => {
    await run(document('cao-bang-2026'), '--out', join(folder, 'drafts'));
    const draft = join(folder, 'drafts', 'cao-bang-2026');
    const words = loadImportingWords(knowledge);
    expect(checkDraft(draft, knowledge, words).newNames).toContain('Sở Nông nghiệp và Môi trường');
    const plan = readFileSync(join(draft, 'plan.yaml'), 'utf8');
    writeFileSync(join(draft, 'plan.yaml'), plan.replaceAll('Không bạo lực', 'Không còn bạo lực'));
    expect(() => checkDraft(draft, knowledge, words)).toThrow(/slogans\[\d\]\.quote: does not occur/);
    expect(existsSync(join(knowledge, 'plans', 'cao-bang-2026'))).toBe(false);
  });

  it('takes the plan in with the agencies it brings; a newer version replaces it and the difference is told', async () => {
    expect(await run(document('cao-bang-2026'), '--out', join(folder, 'drafts'), '--approve')).toBe(0);
    expect(out).toContain('+ Sở Nông nghiệp và Môi trường');
    const loaded = loadKnowledge(knowledge);
    expect(loaded.plans.map((each) => each.plan.id)).toContain('cao-bang-2026');
    expect(loaded.agencies.map((each) => each.id)).toContain('so-nong-nghiep-va-moi-truong');
    const newer = join(folder, 'newer.txt');
    writeFileSync(
      newer,
      readFileSync(document('cao-bang-2026'), 'utf8').replace('chậm nhất ngày 05/7/2026', 'chậm nhất ngày 08/7/2026'),
    );
    out = '';
    expect(await run(newer, '--out', join(folder, 'drafts'), '--approve')).toBe(0);
    expect(out).toMatch(/- Hạn: .*05\/7\/2026/);
    expect(out).toMatch(/\+ Hạn: .*08\/7\/2026/);
    const plan = loadKnowledge(knowledge).plans.find((each) => each.plan.id === 'cao-bang-2026')!.plan;
    expect(plan.deadlines.map((deadline) => deadline.due)).toContain('2026-07-08');
    expect(readdirSync(join(knowledge, 'plans')).filter((name) => /\.(new|old)$/.test(name))).toEqual([]);
  });
});
