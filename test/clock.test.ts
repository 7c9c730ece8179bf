import { describe, expect, it } from 'vitest';
import { createClock } from '../src/clock.ts';

describe('the clock', () => {
  it('starts at the given instant and runs on', () => {
    let real = 1_000_000;
    const clock = createClock('2025-05-02T09:00:00+07:00', () => real);
    expect(clock().toISOString()).toBe('2025-05-02T02:00:00.000Z');
    real += 90_000;
    expect(clock().toISOString()).toBe('2025-05-02T02:01:30.000Z');
  });

  it('is the real time without one', () => {
    expect(createClock(undefined, () => 86_400_000)().toISOString()).toBe('1970-01-02T00:00:00.000Z');
  });
});
