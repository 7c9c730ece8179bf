import { describe, expect, it } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_PROGRAM } from './support/built-program.ts';
import { run, start } from './support/processes.ts';

const QUESTION = 'Khi nào nộp báo cáo năm ở Bình Phước?';
const CLOCK_START = '2025-06-12T08:20:00+07:00';

async function started(environment: Record<string, string> = {}) {
  const service = start('src/main.ts', [], {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    CLOCK_START,
    DATA_DIR: mkdtempSync(join(tmpdir(), 'main-')),
    ...environment,
  });
  const address = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(await service.firstLine)?.[1];
  if (!address) throw new Error('no address');
  const chat = async (text: string) => {
    const response = await fetch(`${address}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ conversation: 'test', text }),
    });
    return (await response.json()) as { kind: string; text: string; citations: { plan: string }[] };
  };
  return { service, address, chat };
}

describe.concurrent('npm start', () => {
  it('serves the page and answers with a source; SIGTERM ends it with 0', async () => {
    // From its sources, as the README starts it.
    const { service, address, chat } = await started({ [BUILT_PROGRAM]: '' });
    const reply = await chat(QUESTION);
    expect(reply.kind).toBe('answer');
    expect(reply.text).toContain('10/11/2025');
    expect(reply.text).toContain('151');
    expect(reply.citations[0]?.plan).toBe('binh-phuoc-2025');
    expect(await (await fetch(address)).text()).toContain('tel:111');
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    service.kill('SIGTERM');
    const { code, stdout, stderr } = await service.ended;
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map(({ route, status }) => [route, status])).toEqual([
      [undefined, undefined],
      ['/api/chat', 200],
      ['/', 200],
      ['/healthz', 200],
      ['/readyz', 200],
    ]);
    expect(stderr).not.toContain('Bình');
  });

  it('logs nothing at LOG_LEVEL=silent, and SIGINT ends it with 0', async () => {
    const { service, chat } = await started({ LOG_LEVEL: 'silent' });
    expect((await chat('xin chào')).kind).toBe('help');
    service.kill('SIGINT');
    expect(await service.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('says which variable is wrong and ends with 1', async () => {
    const { code, stdout, stderr } = await run('src/main.ts', [], { PORT: 'abc' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^configuration: PORT: .+\n$/);
  });

  it('says what to do where DATA_DIR cannot be written and ends with 1', async () => {
    const file = fileURLToPath(import.meta.url);
    const { code, stdout, stderr } = await run('src/main.ts', [], { PORT: '0', DATA_DIR: join(file, 'data') });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'DATA_DIR: cannot be written. Give its owner the right to, or name another folder.\n',
    });
  });

  it('says that the port is in use and ends with 1', async () => {
    const { service, address } = await started();
    const { code, stderr } = await run('src/main.ts', [], { PORT: new URL(address).port });
    expect({ code, stderr: stderr.split(':')[0] }).toEqual({ code: 1, stderr: 'PORT' });
    service.kill('SIGTERM');
    await service.ended;
  });
});
