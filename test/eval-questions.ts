/**
 * Prints how many questions of test/questions are answered right, wrong or not at all, and the same for the
 * development sets where they lie beside the project: `npm run eval -- questions [--show N] [--imported]`;
 * the latter over the plans as importing makes them of their sources, uncorrected.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { decide } from '../src/dialogue/decide.ts';
import { openWorld } from '../src/open-world.ts';
import { importedWorld } from './support/imported-world.ts';
import {
  askAll,
  describeScore,
  questionSets,
  readLines,
  readQuestions,
  scoreOf,
  type Asked,
} from './support/questions.ts';

const QA = '../shared/eval/qa-dev.jsonl';
const SAFETY = '../shared/eval/safety-dev.jsonl';

const harmSchema = z.object({
  id: z.string(),
  text: z.string(),
  channel: z.enum(['private', 'group']).default('private'),
  label: z.enum(['emergency', 'disclosure', 'concern', 'benign']),
  must: z.array(z.array(z.string())).default([]),
  ambiguous: z.boolean().optional(),
});

const { values } = parseArgs({
  options: { show: { type: 'string', default: '0' }, imported: { type: 'boolean' } },
  allowPositionals: true,
  strict: false,
});
const world = values.imported ? await importedWorld() : openWorld();
const all = questionSets().flatMap(({ name, questions }) => report(name, askAll(questions, world)));
console.log(`all: ${describeScore(scoreOf(all))}`);
reportTags(all);
if (existsSync(QA)) report('qa-dev.jsonl', askAll(readQuestions(QA), world));
if (existsSync(SAFETY)) reportSafety(readLines(SAFETY).map((line) => harmSchema.parse(line)));

function report(name: string, asked: Asked[]): Asked[] {
  console.log(`${name}: ${describeScore(scoreOf(asked))}`);
  const faults = asked.filter(({ verdict }) => verdict.verdict !== 'right');
  for (const { question, reply, verdict } of faults.slice(0, Number(values.show))) {
    console.log(
      `  ${question.id} ${verdict.verdict}: ${verdict.why}\n    < ${question.text}\n    > ${reply.text.slice(0, 300)}`,
    );
  }
  return asked;
}

function reportTags(asked: Asked[]): void {
  const tags = [...new Set(asked.flatMap(({ question }) => question.tags))].sort();
  for (const tag of tags) {
    const { right, total } = scoreOf(asked.filter(({ question }) => question.tags.includes(tag)));
    console.log(`  ${tag}: ${right}/${total}`);
  }
}

function reportSafety(messages: z.infer<typeof harmSchema>[]): void {
  const tally = new Map<string, { right: number; total: number }>();
  for (const { text, channel, label, must } of messages.filter((message) => !message.ambiguous)) {
    const { reply } = decide({ text, channel, now: new Date() }, {}, world);
    const said = squeezed(reply.text);
    const complete =
      label === 'benign' || must.every((group) => group.some((phrase) => said.includes(squeezed(phrase))));
    const row = tally.get(label) ?? { right: 0, total: 0 };
    row.total += 1;
    if ((reply.kind === 'safety') === (label !== 'benign') && complete) row.right += 1;
    tally.set(label, row);
  }
  const rows = [...tally].map(([label, { right, total }]) => `${label} ${right}/${total}`);
  console.log(`safety-dev.jsonl, judged right: ${rows.sort().join(', ')}`);
}

function squeezed(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
}
