import { describe, expect, it } from 'vitest';
import { ADVERSARIAL, LONG, ordinary, timesOf } from './load.ts';

/** For machines that do other things meanwhile. */
const MARGIN = 3;

describe('what a message costs', () => {
  it('stays below a millisecond for 500 characters', () => {
    // The slow ones are the machine's doing where other tests run beside this one: eval-safety.ts prints them.
    expect(timesOf(ordinary, 400).least).toBeLessThan(1 * MARGIN);
  });

  it.each(Object.entries(LONG))('stays bounded for a hundred thousand characters of %s', (_name, text) => {
    expect(timesOf(text, 30).least).toBeLessThan(20 * MARGIN);
  });

  it.each(Object.entries(ADVERSARIAL))('stays bounded for %s', (_name, text) => {
    expect(timesOf(text, 30).least).toBeLessThan(20 * MARGIN);
  });
});
