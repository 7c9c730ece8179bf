import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

function logged(threshold: Parameters<typeof createLog>[0]): unknown[] {
  const lines: string[] = [];
  const log = createLog(threshold, { write: (line: string) => lines.push(line) });
  log('error', { event: 'a' });
  log('info', { route: '/', status: 200, ms: 1 });
  expect(lines.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(true);
  return lines.map((line): unknown => JSON.parse(line));
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    expect(logged('debug')).toEqual([
      { level: 'error', event: 'a' },
      { level: 'info', route: '/', status: 200, ms: 1 },
    ]);
  });

  it('leaves out what lies below its level', () => {
    expect(logged('error')).toEqual([{ level: 'error', event: 'a' }]);
    expect(logged('silent')).toEqual([]);
  });
});
