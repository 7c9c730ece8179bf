import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, configSchema, loadEnvironmentFile, readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('works with nothing set', () => {
    expect(readConfig({})).toEqual({
      PORT: 8111,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      DATA_DIR: './data',
      TELEGRAM_API_ROOT: 'https://api.telegram.org',
      ZALO_API_ROOT: 'https://bot-api.zaloplatforms.com',
      ADMIN_IDS: [],
      CASE_HOURS: 72,
      ZALO_MONTHLY_QUOTA: 3000,
    });
  });

  it('takes an empty variable for unset', () => {
    expect(readConfig({ PORT: '', HOST: '', CLOCK_START: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '1.5'],
    ['LOG_LEVEL', 'loud'],
    ['CLOCK_START', 'yesterday'],
    ['CLOCK_START', '2025-02-30T00:00:00Z'],
    ['CLOCK_START', '2025-05-02T09:00:00'],
    ['REDIS_URL', 'http://somewhere'],
    ['PUBLIC_URL', 'bot.example'],
    ['TELEGRAM_WEBHOOK_SECRET', 'short'],
    ['ADMIN_IDS', 'telegram:1,mallory'],
    ['DUTY_CHAT', 'web:12345'],
    ['ENCRYPTION_KEY', 'not-thirty-two-bytes'],
    ['CASE_HOURS', '0'],
  ])('refuses %s=%s by name, without showing the value', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    expect(read).not.toThrow(value);
  });

  it('names all wrong variables at once', () => {
    expect(() => readConfig({ PORT: 'abc', LOG_LEVEL: 'loud' })).toThrow(/PORT.*LOG_LEVEL/);
  });
});

describe('loadEnvironmentFile', () => {
  it('does without a file, and does not override what is set', () => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'));
    const path = join(folder, '.env');
    loadEnvironmentFile(path);
    process.env['MANG_NON_TEST_SET'] = 'kept';
    writeFileSync(path, 'MANG_NON_TEST_SET=lost\nMANG_NON_TEST_NEW=read\n');
    loadEnvironmentFile(path);
    expect(process.env['MANG_NON_TEST_SET']).toBe('kept');
    expect(process.env['MANG_NON_TEST_NEW']).toBe('read');
    expect(() => loadEnvironmentFile(folder)).toThrow(ConfigError);
    delete process.env['MANG_NON_TEST_SET'];
    delete process.env['MANG_NON_TEST_NEW'];
    rmSync(folder, { recursive: true });
  });
});

describe('.env.example', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const entries = example.split('\n').flatMap((line) => {
    const match = /^#?\s*([A-Z][A-Z_]+)=(.*)$/.exec(line);
    return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
  });

  it('names every variable once, in the order of the schema', () => {
    expect(entries.map(([name]) => name)).toEqual(Object.keys(configSchema.shape));
  });

  it('gives the defaults, and nothing where there is none', () => {
    const defaults = configSchema.parse({});
    for (const [name, value] of entries)
      expect(value, name).toBe(String(defaults[name as keyof typeof defaults] ?? ''));
  });
});
