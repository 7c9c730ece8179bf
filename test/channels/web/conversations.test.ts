import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conversations } from '../../../src/channels/web/conversations.ts';

const HOUR = 3_600_000;
const at = (hours: number) => new Date(hours * HOUR);

describe('the conversations of the web chat', () => {
  it('are remembered by their id, each for itself', () => {
    const kept = new Conversations();
    kept.remember('a', { place: 'binh-phuoc' }, at(0));
    kept.remember('b', { place: 'ha-lang' }, at(0));
    expect(kept.recall('a', at(1))).toEqual({ place: 'binh-phuoc' });
    expect(kept.recall('b', at(1))).toEqual({ place: 'ha-lang' });
    expect(kept.recall('c', at(1))).toEqual({});
  });

  it('are forgotten 24 hours after their last message', () => {
    const kept = new Conversations();
    kept.remember('a', { year: 2021 }, at(0));
    expect(kept.recall('a', at(23.9))).toEqual({ year: 2021 });
    expect(kept.recall('a', at(24))).toEqual({});
    kept.dropExpired(at(24));
    expect(kept.size).toBe(0);
  });

  it('live on with every message', () => {
    const kept = new Conversations();
    kept.remember('a', { year: 2021 }, at(0));
    kept.remember('a', { year: 2025 }, at(20));
    kept.dropExpired(at(30));
    expect(kept.recall('a', at(30))).toEqual({ year: 2025 });
  });

  it('are forgotten at once when nothing is left to remember', () => {
    const kept = new Conversations();
    kept.remember('a', { year: 2021 }, at(0));
    kept.remember('a', {}, at(1));
    expect(kept.size).toBe(0);
  });

  it('give way to newer ones, the least recently used first', () => {
    const kept = new Conversations({ count: 2, ageMs: HOUR });
    kept.remember('a', { year: 1 }, at(0));
    kept.remember('b', { year: 2 }, at(0));
    kept.remember('a', { year: 3 }, at(0));
    kept.remember('c', { year: 4 }, at(0));
    expect(['a', 'b', 'c'].map((id) => kept.recall(id, at(0)).year)).toEqual([3, undefined, 4]);
  });

  it('are never more than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat(100))), (uses) => {
        const kept = new Conversations({ count: 3, ageMs: 50 * HOUR });
        let now = 0;
        for (const [id, hours] of uses) {
          now += hours;
          kept.remember(id, { year: now }, at(now));
          expect(kept.size).toBeLessThanOrEqual(3);
          expect(kept.recall(id, at(now))).toEqual({ year: now });
        }
      }),
    );
  });

  it('takes any id for a name, not for a field', () => {
    const kept = new Conversations();
    expect(kept.recall('__proto__', at(0))).toEqual({});
    kept.remember('__proto__', { year: 2025 }, at(0));
    expect(kept.recall('__proto__', at(0))).toEqual({ year: 2025 });
    expect(kept.recall('constructor', at(0))).toEqual({});
  });
});
