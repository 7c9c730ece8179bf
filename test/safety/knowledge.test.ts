import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spellOut } from '../../src/safety/lexicon.ts';
import { parseModel } from '../../src/safety/model-file.ts';
import { scanPhrases } from '../../src/safety/phrase-scan.ts';
import { read } from '../../src/safety/reading.ts';
import { readExamples } from '../../src/safety/training/examples.ts';
import { tokenize } from '../../src/text/tokens.ts';
import { fold } from '../../src/text/fold.ts';
import { gate, SAFETY_DIRECTORY } from './gate.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url));
const DEV_SET = fileURLToPath(new URL('../../../shared/eval/safety-dev.jsonl', import.meta.url));
const examples = readExamples(KNOWLEDGE);

function sameWords(text: string): string {
  return tokenize(text)
    .map((token) => token.folded)
    .join(' ');
}

describe('training messages', () => {
  it('are five thousand of harm and five thousand of none, at least', () => {
    const written = examples.filter((example) => example.weight === 1);
    const harmless = written.filter((example) => example.label === 'benign').length;
    expect(harmless).toBeGreaterThanOrEqual(5000);
    expect(written.length - harmless).toBeGreaterThanOrEqual(5000);
  });

  it.runIf(existsSync(DEV_SET))('hold no message of the development set', () => {
    const lines = readFileSync(DEV_SET, 'utf8')
      .split('\n')
      .filter((line) => line.trim());
    const held = new Set(lines.map((line) => sameWords((JSON.parse(line) as { text: string }).text)));
    // Bare words of a language everyone shares ("help", "thank you") are nobody's; longer texts are.
    const shared = examples.filter((example) => {
      const words = sameWords(example.text);
      return words.split(' ').length >= 2 && held.has(words);
    });
    expect(shared.map((example) => example.text)).toEqual([]);
  });

  it('that are harmless set off no phrase, with diacritics or without', () => {
    const alarms = examples
      .filter((example) => example.label === 'benign')
      .flatMap((example) =>
        [example.text, fold(example.text)].flatMap((text) =>
          scanPhrases(spellOut(read(text).all, gate.lexicon), gate.lexicon).map((phrase) => `${phrase.id}: ${text}`),
        ),
      );
    expect(alarms).toEqual([]);
  });
});

describe('the model files', () => {
  const header = readFileSync(`${SAFETY_DIRECTORY}/model.json`, 'utf8');
  const bytes = readFileSync(`${SAFETY_DIRECTORY}/weights.bin`);

  it('stay below five megabytes', () => {
    expect(bytes.length).toBeLessThan(5_000_000);
  });

  it('are refused in another version', () => {
    expect(() => parseModel(header.replace('"format": 3', '"format": 1'), bytes)).toThrow(/train it again/);
    expect(() => parseModel(header.replace(/"features": \d+/, '"features": 1'), bytes)).toThrow(/train it again/);
  });

  it('are refused when cut short', () => {
    expect(() => parseModel(header, bytes.subarray(1))).toThrow(/bytes/);
  });
});
