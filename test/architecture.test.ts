import { describe, expect, it } from 'vitest';
import { pathsOf, readSource, sourceFiles, type SourceFile } from './support/source-files.ts';

/** The rooms from the bottom up; a room imports only rooms of a lower floor. */
const FLOORS: readonly (readonly string[])[] = [
  ['model'],
  ['text'],
  ['safety', 'knowledge', 'storage'],
  ['dialogue', 'delivery', 'reports', 'nudges', 'importing'],
  ['publishing'],
  ['turns'],
  ['channels', 'http'],
];
/** What stands above all rooms; the files without a room of their own that these use. */
const TOP = [
  ['main.ts', 'cli.ts', 'app.ts', 'service.ts', 'repeat.ts', 'live-world.ts'],
  ['open-world.ts', 'open-store.ts', 'open-channels.ts', 'open-publishing.ts'],
].flat();
const GROUND = ['clock.ts', 'config.ts', 'log.ts', 'metrics.ts'];

/** Which outside packages a room may use. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: ['fuse.js'],
  safety: ['js-yaml', 'zod'],
  knowledge: ['js-yaml', 'zod'],
  storage: ['libsql', 'ioredis', 'zod'],
  dialogue: [],
  delivery: ['bullmq', 'ioredis'],
  reports: ['zod'],
  nudges: ['zod', 'ical-generator'],
  importing: ['js-yaml', 'zod', 'yauzl', 'saxes', 'parse5', 'pdfjs-dist', 'tesseract.js'],
  publishing: ['zod'],
  turns: ['zod'],
  channels: ['grammy', 'undici', 'zod'],
  http: ['hono', '@hono/node-server', 'rate-limiter-flexible', 'zod'],
};

/** Vietnamese words of administration that comments may name. */
const GLOSSARY = /chủ trì|phối hợp|thực hiện/g;
const VIETNAMESE = /[\u00C0-\u024F\u1E00-\u1EFF]/u;
const VIETNAMESE_WORD = /(?=\p{L}*[\u00C0-\u024F\u1E00-\u1EFF])\p{L}{3,}/u;

const files = sourceFiles();
const byPath = new Map(files.map((file) => [file.path, file]));

function roomOf(path: string): string | null {
  return path.includes('/') ? (path.split('/')[0] ?? null) : null;
}

function floorOf(room: string): number {
  return FLOORS.findIndex((floor) => floor.includes(room));
}

function mayImport(from: string, to: string): boolean {
  const [fromRoom, toRoom] = [roomOf(from), roomOf(to)];
  const ground = toRoom === 'model' || (toRoom === null && GROUND.includes(to));
  if (fromRoom === null) return TOP.includes(from) || ground;
  if (toRoom === null) return false;
  return fromRoom === toRoom || floorOf(toRoom) < floorOf(fromRoom);
}

/** The chains of value imports that come back to where they start. */
function cycles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    if (chain.includes(path)) found.push([...chain.slice(chain.indexOf(path)), path].join(' → '));
    if (chain.includes(path) || done.has(path)) return;
    const values = byPath.get(path)?.imports.filter((each) => !each.typeOnly) ?? [];
    for (const { target } of values) visit(target, [...chain, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

/** Literals with Vietnamese words; a class of letters in a pattern is no word. */
function wordsIn(file: SourceFile): string[] {
  return file.literals.filter((literal) => VIETNAMESE_WORD.test(literal.normalize('NFC').replace(/\[[^\]]*\]/g, '')));
}

describe('src', () => {
  it('has only rooms that have a floor', () => {
    const rooms = new Set(files.map((file) => roomOf(file.path)).filter((room) => room !== null));
    expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([]);
    const outside = files.map((file) => file.path).filter((path) => roomOf(path) === null);
    expect(outside.filter((path) => !TOP.includes(path) && !GROUND.includes(path))).toEqual([]);
  });

  it('imports downwards only', () => {
    const upwards = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => byPath.has(target) && !mayImport(path, target))
        .map(({ target }) => `${path} → ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  it('keeps one channel apart from another', () => {
    const across = files.flatMap(({ path, imports }) => {
      const [room, channel] = path.split('/');
      const others = imports.filter(({ target }) => target.startsWith('channels/') && target.split('/')[1] !== channel);
      return room === 'channels' ? others.map(({ target }) => `${path} → ${target}`) : [];
    });
    expect(across).toEqual([]);
  });

  it('has no cycle of value imports', () => {
    expect(cycles()).toEqual([]);
  });

  it('uses each outside package only in the rooms that need it', () => {
    const strangers = files.flatMap(({ path, imports }) => {
      const allowed = PACKAGES[roomOf(path) ?? ''] ?? ['zod', 'prom-client'];
      const packages = imports
        .map(({ target }) => target)
        .filter((target) => !byPath.has(target) && !target.startsWith('node:'));
      return packages
        .filter((name) => !allowed.some((each) => name === each || name.startsWith(`${each}/`)))
        .map((name) => `${path}: ${name}`);
    });
    expect(strangers).toEqual([]);
  });

  it('decides and assesses without clock, network or store', () => {
    const pure = files.filter(
      ({ path }) => ['model', 'text', 'dialogue'].includes(roomOf(path) ?? '') || path === 'safety/assess.ts',
    );
    expect(
      pure.flatMap(({ path, imports }) => imports.filter(({ target }) => target.startsWith('node:')).map(() => path)),
    ).toEqual([]);
    expect(
      pure
        .filter(({ text }) => /Date\.now|new Date\(\)|Math\.random|\bfetch\(|setTimeout/.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('reads the environment in config.ts only', () => {
    expect(files.filter((file) => file.readsEnvironment).map((file) => file.path)).toEqual(['config.ts']);
  });

  it('says nothing in Vietnamese: sentences live in knowledge/', () => {
    const counts = files.map((file) => [file.path, wordsIn(file)] as const).filter(([, words]) => words.length > 0);
    expect(counts).toEqual([]);
    const letters = files.filter(
      ({ path, literals }) =>
        !['text', 'safety'].includes(roomOf(path) ?? '') && literals.some((literal) => VIETNAMESE.test(literal)),
    );
    expect(letters.map(({ path }) => path)).toEqual([]);
    const page = ['html', 'css', 'js'].flatMap(pathsOf);
    expect(page.length).toBeGreaterThan(0);
    expect(page.filter((path) => VIETNAMESE.test(readSource(path).normalize('NFC')))).toEqual([]);
  });

  it('has comments in English, Vietnamese only as a quoted example', () => {
    const unquoted = (comment: string) =>
      comment
        .normalize('NFC')
        .replace(/"[^"]*"|«[^»]*»/g, '')
        .replace(GLOSSARY, '');
    const foreign = files.flatMap(({ path, comments }) =>
      comments.filter((comment) => VIETNAMESE_WORD.test(unquoted(comment))).map((comment) => `${path}: ${comment}`),
    );
    expect(foreign).toEqual([]);
  });

  it('names files as kebab-case nouns, none a drawer for everything', () => {
    const names = files.flatMap(({ path }) => path.replace(/\.ts$/, '').split('/'));
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => /^(.*-)?(utils?|helpers?|common|managers?|misc|shared)(-.*)?$/.test(name))).toEqual(
      [],
    );
  });
});
