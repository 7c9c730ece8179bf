/** What people wrote and are called, and the tokens: planted everywhere, looked for in everything that is left behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const MARKS = {
  name: 'Lường Thị Dấuvết',
  group: 'Nhóm Dấuvết trực',
  phone: '0987012345',
  words: 'vết chàm hình chiếc lá đa',
  telegramToken: 'TelegramTokenNobodyMaySee-012345',
  zaloToken: 'ZaloTokenNobodyMaySee-012345',
} as const;

/** What the bot was told and what it said leaves no trace either. */
const WORDS = [...Object.values(MARKS), 'Dấuvết', 'bố đang đánh', 'Bình Phước', 'trợ lý tự động'];
/** Ids of the emulated people and chats: they stand in the store as keys, but in no log and no metric. */
const IDS = /\b50000\d\d\b|-100\d{10}\b|za10\d{16}/;

export interface Left {
  /** Standard output, standard error and metrics. */
  readonly told: readonly string[];
  /** What is kept: files, or the keys and values of Redis. */
  readonly kept: readonly Buffer[];
}

/** Every file below a folder. */
export function filesIn(folder: string): Buffer[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** The marks that are found, each with where; empty where nothing is. */
export function tracesIn({ told, kept }: Left, secrets: readonly string[] = []): string[] {
  const forms = [...WORDS, ...secrets].flatMap((word) => [
    word,
    word.normalize('NFD'),
    JSON.stringify(word).slice(1, -1),
  ]);
  const inTold = told.flatMap((text) => [
    ...forms.filter((form) => text.includes(form)).map((form) => `told: ${form}`),
    ...(IDS.exec(text) ?? []).map((id) => `told: ${id}`),
  ]);
  const inKept = kept.flatMap((bytes) => {
    const found = forms.filter((form) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')));
    return found.map((form) => `kept: ${form}`);
  });
  return [...new Set([...inTold, ...inKept])];
}
