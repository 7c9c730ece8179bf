/** The question sets: read, put to the dialogue in their conversations, judged. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { decide } from '../../src/dialogue/decide.ts';
import type { World } from '../../src/dialogue/world.ts';
import type { Conversation } from '../../src/model/conversation.ts';
import type { Message } from '../../src/model/message.ts';
import type { Reply } from '../../src/model/reply.ts';
import { judge, type Verdict } from './judge.ts';

const questionSchema = z.object({
  id: z.string(),
  conversation: z.string().optional(),
  channel: z.enum(['private', 'group']).default('private'),
  place: z.string().nullish(),
  now: z.string().optional(),
  text: z.string(),
  tags: z.array(z.string()).default([]),
  expect: z.object({
    kind: z.array(z.string()),
    must: z.array(z.array(z.string())).optional(),
    mustNot: z.array(z.string()).optional(),
    plans: z.array(z.string()).optional(),
  }),
});

export type Question = z.infer<typeof questionSchema>;

export interface Asked {
  readonly question: Question;
  readonly reply: Reply;
  readonly verdict: Verdict;
}

export interface Score {
  readonly total: number;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

const SETS = new URL('../questions/', import.meta.url);

/** The question sets of this project by name. */
export function questionSets(): { name: string; questions: Question[] }[] {
  const files = readdirSync(SETS).filter((file) => file.endsWith('.jsonl'));
  return files.sort().map((file) => ({ name: file, questions: readQuestions(fileURLToPath(new URL(file, SETS))) }));
}

export function readQuestions(path: string): Question[] {
  return readLines(path).map((line) => questionSchema.parse(line));
}

/** The objects of a JSON Lines file. */
export function readLines(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line));
}

/** The message that a question stands for. */
export function messageOf(question: Question): Message {
  return {
    text: question.text,
    channel: question.channel,
    now: question.now === undefined ? new Date() : new Date(question.now),
    ...(question.place ? { place: question.place } : {}),
  };
}

/** Asks all questions in order; questions of one conversation share its memory. */
export function askAll(questions: readonly Question[], world: World): Asked[] {
  const conversations = new Map<string, Conversation>();
  return questions.map((question) => {
    const name = question.conversation ?? question.id;
    const { reply, conversation } = decide(messageOf(question), conversations.get(name) ?? {}, world);
    conversations.set(name, conversation);
    return { question, reply, verdict: judge(question.expect, reply) };
  });
}

export function scoreOf(asked: readonly Asked[]): Score {
  const count = (verdict: Verdict['verdict']) => asked.filter((each) => each.verdict.verdict === verdict).length;
  return { total: asked.length, right: count('right'), wrong: count('wrong'), missed: count('missed') };
}

export function describeScore({ total, right, wrong, missed }: Score): string {
  const share = (part: number) => `${((100 * part) / Math.max(1, total)).toFixed(1)} %`;
  return `right ${right}/${total} (${share(right)}), wrong ${wrong} (${share(wrong)}), missed ${missed}`;
}
