/** What some 300 pages cost: each form is imported by a process of its own, as memory never shrinks. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../../support/browser.ts';
import { asDocx } from './as-docx.ts';
import { asHtml } from './as-html.ts';
import { asPdf } from './as-pdf.ts';
import { sheetOf, type Block } from './sheet.ts';

/** Times a plan's paragraphs are repeated to fill just under 300 pages. */
const REPEATS = 19;
const TASKS = 400;

/** Prints seconds and the process's largest memory for each form. */
export async function showLarge(root: string): Promise<void> {
  const sheet = await sheetOf(readFileSync(join(root, 'knowledge/plans/binh-phuoc-2025/source.txt')), []);
  const blocks = longer(sheet);
  const browser = await launchBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'importing-large-'));
  try {
    const files: [string, Uint8Array][] = [
      ['large.docx', await asDocx(blocks, true)],
      ['large.html', Buffer.from(asHtml(blocks))],
    ];
    if (browser) files.push(['large.pdf', await asPdf(browser, blocks)]);
    for (const [name, bytes] of files) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      process.stdout.write(`${name.padEnd(12)} ${(bytes.length / 1e6).toFixed(1)} MB  ${measured(root, path)}\n`);
    }
  } finally {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function longer(sheet: readonly Block[]): Block[] {
  const body = sheet.filter((block) => block.kind === 'paragraph');
  const row = (number: number): string[] => [String(number), 'Tổ chức truyền thông', 'Sở Y tế', 'Quý III/2026'];
  const rows = [['STT', 'Nhiệm vụ', 'Chủ trì', 'Thời gian'], ...Array.from({ length: TASKS }, (_, at) => row(at + 1))];
  return [...sheet, ...Array.from({ length: REPEATS }, () => body).flat(), { kind: 'table', rows }];
}

function measured(root: string, path: string): string {
  const script = `import { importFile } from ${JSON.stringify(join(root, 'src/importing/import-file.ts'))};
    const from = performance.now();
    importFile(${JSON.stringify(path)}, { knowledgeDirectory: ${JSON.stringify(join(root, 'knowledge'))}, id: 'x-2026' })
      .then((result) => result.reading.lines.length + ' lines', (error) => String(error))
      .then((told) => console.log(told + ', ' + ((performance.now() - from) / 1000).toFixed(1) + ' s (' + (process.cpuUsage().user / 1e6).toFixed(1) + ' s of computing), ' + Math.round(process.resourceUsage().maxRSS / 1024) + ' MB'));`;
  const run = spawnSync('npx', ['tsx', '--input-type=module', '-e', script], { encoding: 'utf8', timeout: 120_000 });
  return run.stdout.trim().split('\n').at(-1) ?? run.stderr;
}
