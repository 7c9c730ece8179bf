import { describe, expect, it } from 'vitest';
import { assess } from '../../src/safety/assess.ts';
import { gate } from './gate.ts';

/** Goals are 1 ms and 20 ms; the margin is for busy machines. */
const MARGIN = 6;

function times(text: string, rounds: number): number[] {
  for (let round = 0; round < rounds / 2; round += 1) assess(text, gate);
  const taken = Array.from({ length: rounds }, () => {
    const start = performance.now();
    assess(text, gate);
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b);
}

describe('what a message costs', () => {
  it('stays small for a message of 500 characters', () => {
    const text = 'Chị ơi bé nhà em học lớp 2, dạo này cháu hay khóc đêm mà hỏi không nói. '.repeat(7).slice(0, 500);
    const taken = times(text, 300);
    expect(taken[Math.floor(taken.length / 2)]).toBeLessThan(1 * MARGIN);
    expect(taken[Math.floor(taken.length * 0.99)]).toBeLessThan(5 * MARGIN);
  });

  it('stays bounded for a hundred thousand characters', () => {
    const text = 'Kế hoạch bảo vệ trẻ em; bé bị ốm nên hôm nay em xin nghỉ họp. '.repeat(1700).slice(0, 100_000);
    const taken = times(text, 20);
    expect(taken[10]).toBeLessThan(20 * MARGIN);
  });
});
