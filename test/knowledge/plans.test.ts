import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { KnowledgeError, loadKnowledge } from '../../src/knowledge/load.ts';
import { plainLines, plainText } from '../../src/knowledge/source-text.ts';
import { knowledge } from '../support/world.ts';

interface Node {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Every object inside a value, with its path. */
function nodesOf(value: unknown, path = ''): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => nodesOf(child, `${path}.${key}`));
  return Array.isArray(value) ? inner : [{ path, fields: value as Node['fields'] }, ...inner];
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** An ISO date as offices write it, without leading zeros. */
function written(isoDate: string): string {
  return isoDate.split('-').reverse().map(Number).join('/');
}

/** The dates in a text, without leading zeros. */
function datesIn(text: string): string[] {
  const dates = plainText(text).match(/\d{1,2}\/\d{1,2}(\/\d{4})?/g) ?? [];
  return dates.map((date) => date.split('/').map(Number).join('/'));
}

/** The content lines whose letters and digits no claimed text covers completely. */
function unclaimedLines(source: string, claimed: readonly string[]): string[] {
  const words = plainText(source);
  const covered = new Uint8Array(words.length);
  for (const text of claimed) {
    for (let at = words.indexOf(text); at >= 0; at = words.indexOf(text, at + 1)) covered.fill(1, at, at + text.length);
  }
  let from = 0;
  return plainLines(source).filter((line) => {
    const at = words.indexOf(line, from);
    expect(at, `the line "${line}" in the order of the source`).toBeGreaterThanOrEqual(0);
    from = at + line.length;
    return [...line].some((character, offset) => /[\p{L}\p{N}]/u.test(character) && covered[at + offset] === 0);
  });
}

describe.each(knowledge.plans.map((loaded) => ({ id: loaded.plan.id, ...loaded })))('$id', ({ plan, source }) => {
  const words = plainText(source);
  const nodes = nodesOf(plan);
  const quotes = nodes.flatMap(({ path, fields }) =>
    typeof fields['quote'] === 'string' ? [{ path, quote: plainText(fields['quote']) }] : [],
  );

  it('quotes only what its source says', () => {
    expect(quotes.length).toBeGreaterThan(30);
    expect(quotes.filter(({ quote }) => quote === '' || !words.includes(quote))).toEqual([]);
  });

  it('claims every line of its source, or lists it with a reason', () => {
    const listed = plan.unclaimed.map(({ line }) => plainText(line));
    expect(unclaimedLines(source, [...quotes.map(({ quote }) => quote), ...listed])).toEqual([]);
  });

  it('lists as unclaimed only lines that its source has', () => {
    expect(plan.unclaimed.filter(({ line }) => !words.includes(plainText(line)))).toEqual([]);
  });

  it('leaves what the source leaves blank null, and says so', () => {
    for (const [field, { value, note }] of Object.entries(plan.document)) {
      if (value === null) expect(note, field).toMatch(/\S/);
    }
  });

  it('gives every number and date of its document in the words of the source', () => {
    for (const field of ['number', 'date'] as const) {
      const { value, quote } = plan.document[field];
      if (value === null) continue;
      const digits = value.match(/\d+/g) ?? [];
      expect(digits.filter((digit) => !quote?.includes(digit))).toEqual([]);
    }
  });

  it('shows each deadline, figure and phone number in its quote', () => {
    for (const { id, quote, due, dueText } of plan.deadlines) {
      expect(plainText(quote).toLowerCase(), id).toContain(plainText(dueText).toLowerCase());
      if (due && /\d\/\d/.test(dueText)) {
        expect([written(due), written(due).replace(`/${plan.year}`, '')], id).toContain(datesIn(dueText)[0]);
      }
    }
    for (const { id, quote, figures } of plan.targets) {
      for (const { value } of figures) expect(plainText(quote), id).toContain(plainText(value));
    }
    for (const { quote, phone } of plan.contacts) expect(quote.replace(/\D/g, '')).toContain(phone.replace(/\D/g, ''));
  });

  it('gives the number and date of each legal basis in its quote', () => {
    for (const { id, quote, number, date, note } of plan.legalBases) {
      if (number === null) expect(note, id).toMatch(/\S/);
      if (number !== null) expect(plainText(quote), id).toContain(number);
      if (date !== null) expect(datesIn(quote), id).toContain(written(date));
    }
  });

  it('uses each id once', () => {
    const ids = nodes.flatMap(({ path, fields }) => (path !== '' && typeof fields['id'] === 'string' ? [fields['id']] : []));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('names only agencies, places and topics that the other files know', () => {
    const agencies = new Set(knowledge.agencies.map((agency) => agency.id));
    const topics = new Set(Object.keys(knowledge.vocabulary.topics));
    const named = nodes.flatMap(({ fields }) => (typeof fields['agency'] === 'string' ? [fields['agency']] : []));
    expect(named.filter((agency) => !agencies.has(agency))).toEqual([]);
    expect(nodes.flatMap(({ fields }) => strings(fields['topics'])).filter((topic) => !topics.has(topic))).toEqual([]);
    expect(knowledge.places.map((place) => place.id)).toContain(plan.place);
  });

  it('numbers its slogans from 1 without a gap', () => {
    expect(plan.slogans.map((slogan) => slogan.number)).toEqual(plan.slogans.map((_, at) => at + 1));
  });
});

describe('broken knowledge', () => {
  const folders: string[] = [];

  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** The problems of the real knowledge after one file of it was changed. */
  function problemsAfter(file: string, change: (text: string) => string): readonly string[] {
    const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
    folders.push(folder);
    cpSync(KNOWLEDGE_DIRECTORY, folder, { recursive: true });
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
    try {
      loadKnowledge(folder);
      return [];
    } catch (error) {
      if (error instanceof KnowledgeError) return error.problems;
      throw error;
    }
  }

  const HA_LANG = 'plans/ha-lang-2025/plan.yaml';

  it('names file, entry and field of a wrong value', () => {
    const problems = problemsAfter(HA_LANG, (text) => text.replace('due: 2025-05-21', 'due: 2025-05-32'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^plans\/ha-lang-2025\/plan\.yaml: deadlines\[han-xay-dung-ke-hoach\]\.due: /);
  });

  it('names an unknown field', () => {
    const problems = problemsAfter(HA_LANG, (text) => text.replace('    due: 2025-05-21', '    dueDate: 2025-05-21'));
    expect(problems.join('\n')).toContain(`${HA_LANG}: deadlines[han-xay-dung-ke-hoach]: `);
    expect(problems.join('\n')).toContain('dueDate');
  });

  it('names a quote that the source does not have', () => {
    const problems = problemsAfter(HA_LANG, (text) => text.replace('quote: Hoàng Thanh Sơn', 'quote: Hoàng Thanh Sơn B'));
    expect(problems).toEqual([`${HA_LANG}: document.signatory.quote: does not occur in source.txt; copy the words exactly`]);
  });

  it('names an unknown agency', () => {
    const problems = problemsAfter(HA_LANG, (text) => text.replace('- agency: ubnd-xa', '- agency: ubnd-khong-co'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/plan\.yaml: .+\.agency: "ubnd-khong-co" is not in agencies\.yaml$/);
  });

  it('names an id that is used twice', () => {
    const problems = problemsAfter('places.yaml', (text) => text.replace('id: lai-chau', 'id: ha-noi'));
    expect(problems.join('\n')).toContain('places.yaml: [ha-noi]: id is used twice');
  });

  it('names a file that is no YAML', () => {
    const problems = problemsAfter('agencies.yaml', (text) => `${text}\n\t- [`);
    expect(problems.join('\n')).toMatch(/^agencies\.yaml: cannot be read: /m);
  });

  it('lists the problems of several entries at once', () => {
    const districts = knowledge.places.filter(({ kind }) => kind === 'district').map(({ id }) => id);
    const problems = problemsAfter('places.yaml', (text) => text.replaceAll('kind: district', 'kind: county'));
    expect(problems.map((problem) => /^places\.yaml: \[([a-z-]+)\]\.kind: /.exec(problem)?.[1])).toEqual(districts);
  });
});
