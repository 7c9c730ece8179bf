import { expect, it } from 'vitest';
import { knowledge } from '../support/world.ts';
import { sourceFiles } from '../support/source-files.ts';

const code = sourceFiles()
  .map((file) => file.text)
  .join('\n');

it('every sentence of messages.yaml is said somewhere', () => {
  const families = [...code.matchAll(/`([a-z]+-)\$\{/g)].map((match) => match[1]!);
  const unused = Object.keys(knowledge.messages).filter(
    (key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  );
  expect(unused).toEqual([]);
});

it('every sentence that the code asks for exists', () => {
  const asked = [...code.matchAll(/say\(world, '([\w-]+)'/g)].map((match) => match[1]!);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => knowledge.messages[key] === undefined)).toEqual([]);
});
