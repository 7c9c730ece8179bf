import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { IMPORT_USAGE } from '../src/importing/import-command.ts';
import { run } from './support/processes.ts';

const NOW = '2025-06-12T08:20:00+07:00';
const QUESTION = 'Khi nào nộp báo cáo năm ở Bình Phước?';

const replySchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['answer', 'clarify', 'unknown', 'safety', 'help']),
  text: z.string().min(1),
  citations: z.array(z.strictObject({ plan: z.string(), section: z.string(), quote: z.string() })),
  choices: z.array(z.strictObject({ label: z.string(), value: z.string() })),
});

const ask = (args: readonly string[], input = '') => run('src/cli.ts', ['ask', ...args], {}, input);

async function askLines(lines: readonly unknown[]) {
  const { code, stdout, stderr } = await ask(['--jsonl'], lines.map((line) => JSON.stringify(line)).join('\n'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => replySchema.parse(JSON.parse(line)));
}

describe.concurrent('ask', () => {
  it('answers one question and ends', async () => {
    const { code, stdout, stderr } = await ask([QUESTION, '--now', NOW]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toContain('10/11/2025');
    expect(stdout).toContain('Bình Phước');
  });

  it('takes the place apart from the question', async () => {
    const { stdout } = await ask(['Khi nào nộp báo cáo năm?', '--place', 'Bình Phước', '--now', NOW]);
    expect(stdout).toContain('10/11/2025');
  });

  it('talks until the input ends, and remembers', async () => {
    const { code, stdout } = await ask(['--now', NOW], 'Khi nào nộp báo cáo năm?\n\nBình Phước\n');
    expect(code).toBe(0);
    expect(stdout).toContain('111');
    expect(stdout).toContain('10/11/2025');
  });

  it('prints its usage on --help', async () => {
    const { code, stdout } = await ask(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--jsonl');
  });

  it.each([[['--wrong']], [['--now', 'yesterday', 'x']], [['--place']]])(
    'ends with 2 and its usage on %j',
    async (args) => {
      const { code, stdout, stderr } = await ask(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('usage:');
      expect(stderr).not.toContain('    at ');
    },
  );
});

describe.concurrent('ask --jsonl', () => {
  it('answers each line in order, and ignores fields it does not know', async () => {
    const replies = await askLines([
      { id: 'a', text: QUESTION, now: NOW, persona: 'official', expect: { kind: ['answer'] } },
      { id: 2, text: 'Khi nào nộp báo cáo năm?', now: NOW, place: null },
      { id: 'c', text: '', channel: 'group' },
    ]);
    expect(replies.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'answer'],
      ['2', 'clarify'],
      ['c', 'help'],
    ]);
    expect(replies[0]?.citations[0]?.plan).toBe('binh-phuoc-2025');
    expect(replies[1]?.choices).toHaveLength(3);
  });

  it('lets the lines of one conversation share its memory, and no others', async () => {
    const replies = await askLines([
      { id: 'a1', conversation: 'a', text: 'Khi nào nộp báo cáo năm?', now: NOW },
      { id: 'b1', conversation: 'b', text: 'Bình Phước', now: NOW },
      { id: 'none', text: 'Bình Phước', now: NOW },
      { id: 'a2', conversation: 'a', text: 'Bình Phước', now: NOW },
    ]);
    expect(replies.map(({ text }) => text.includes('10/11/2025'))).toEqual([false, false, false, true]);
  });

  it.each([
    ['{"id":"x"', 'not valid JSON'],
    ['{"id":"x"}', 'text'],
    ['{"id":"x","text":"a","now":"soon"}', 'now'],
    ['[]', 'object'],
  ])('answers what comes before the broken line %s, names its number and ends with 1', async (line, problem) => {
    const { code, stdout, stderr } = await ask(['--jsonl'], `{"id":"1","text":"xin chào"}\n\n${line}\n`);
    expect(code).toBe(1);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('line 3');
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain('    at ');
  });
});

describe.concurrent('the other commands', () => {
  it('knowledge-check finds no problem', async () => {
    const { code, stdout } = await run('src/cli.ts', ['knowledge-check']);
    expect(code).toBe(0);
    expect(stdout).toContain('5 plans');
  });

  it('knowledge-check of a folder that is none ends with 1', async () => {
    const { code, stderr } = await run('src/cli.ts', ['knowledge-check', 'docs']);
    expect(code).toBe(1);
    expect(stderr).toContain('places.yaml');
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['--from and --to must be days such as 2025-05-01', ['--from', '2025-02-29', '--to', '2025-05-31']],
    ['--from must not be after --to', ['--from', '2025-05-31', '--to', '2025-05-01']],
  ])('nudges ends with 2 and says "%s"', async (message, args) => {
    const { code, stdout, stderr } = await run('src/cli.ts', ['nudges', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^${message}\\nusage:\\n`));
  });

  it('import prints its own usage on --help and ends with 0', async () => {
    const { code, stdout, stderr } = await run('src/cli.ts', ['import', '--help']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: IMPORT_USAGE, stderr: '' });
  });

  it.each([[[]], [['nothing-known']]])('wrong use %j ends with 2', async (args) => {
    const { code, stderr } = await run('src/cli.ts', args);
    expect(code).toBe(2);
    expect(stderr).toContain('usage:');
  });
});
