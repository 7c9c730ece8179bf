/** The messages that the gate learns from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../text/fold.ts';
import { firstOfKin } from './near-copies.ts';
import { seededRandom, shuffled } from './random.ts';

/** One labelled message. */
export interface Example {
  readonly label: 'benign' | 'concern' | 'disclosure' | 'emergency';
  readonly category: string;
  readonly speaker: 'child' | 'adult' | 'official' | 'unknown';
  readonly text: string;
  /** Sentences of plans count less than what people wrote. */
  readonly weight: number;
  /** The part of the cross-validation in which the message is tested. */
  readonly fold: number;
}

type Raw = Omit<Example, 'fold'>;

/** How many parts the cross-validation has. */
export const FOLDS = 5;
const LABELS = ['benign', 'concern', 'disclosure', 'emergency'] as const;
const CHILDREN = new Set(['child', 'teen', 'student', 'friend']);
const ADULTS = new Set(['adult', 'parent', 'teacher', 'relative', 'neighbour', 'stranger', 'grandparent']);
const PLAN_WEIGHT = 0.5;

/** Reads every message file and plan source below the knowledge directory; equal texts count once. */
export function readExamples(knowledge: string): Example[] {
  const raws = [...readMessages(join(knowledge, 'safety', 'messages')), ...readPlans(join(knowledge, 'plans'))];
  const seen = new Set<string>();
  const unique = raws.filter((raw) => {
    const key = fold(raw.text);
    return !seen.has(key) && seen.add(key);
  });
  const mixed = shuffled(unique, seededRandom(11));
  const first = firstOfKin(mixed.map(({ text }) => text));
  return mixed.map((raw, index) => ({ ...raw, fold: first[index]! % FOLDS }));
}

function readMessages(directory: string): Raw[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.tsv'));
  return files.sort().flatMap((name) => {
    const lines = readFileSync(join(directory, name), 'utf8').split('\n');
    return lines.slice(1).flatMap((line) => (line.trim() === '' ? [] : [parseLine(line, name)]));
  });
}

function parseLine(line: string, file: string): Raw {
  const [label, category, speaker, ...rest] = line.trim().split('\t');
  const known = LABELS.find((one) => one === label);
  const text = rest.join(' ').trim();
  if (!known || !category || !speaker || text === '')
    throw new Error(`${file}: not a message line: ${line.slice(0, 60)}`);
  return { label: known, category, speaker: speakerGroup(speaker), text, weight: 1 };
}

function speakerGroup(speaker: string): Example['speaker'] {
  if (CHILDREN.has(speaker)) return 'child';
  if (ADULTS.has(speaker)) return 'adult';
  return speaker === 'official' ? 'official' : 'unknown';
}

function readPlans(directory: string): Raw[] {
  return readdirSync(directory)
    .sort()
    .flatMap((plan) => {
      const source = readFileSync(join(directory, plan, 'source.txt'), 'utf8');
      const sentences = source.split(/\n+|(?<=[.;:])\s+/).map((sentence) => sentence.trim());
      return sentences.filter((sentence) => sentence.split(/\s+/).length >= 3).map(planSentence);
    });
}

function planSentence(text: string): Raw {
  return { label: 'benign', category: 'plan', speaker: 'official', text, weight: PLAN_WEIGHT };
}
