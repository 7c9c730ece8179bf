import { describe, expect, it } from 'vitest';
import { knowledge } from '../support/world.ts';

const { places } = knowledge;
const provinces = places.filter((place) => place.kind === 'province');
const present = provinces.filter((place) => place.until === undefined);
const byId = new Map(places.map((place) => [place.id, place]));

describe('places', () => {
  it('are the 63 provinces before the mergers of 2025 and the 34 after them', () => {
    expect(provinces).toHaveLength(63);
    expect(present).toHaveLength(34);
  });

  it('lead from every former province to one present province, and say so in a line', () => {
    for (const province of provinces.filter((place) => place.until !== undefined)) {
      expect(province.successors, province.id).toHaveLength(1);
      const successor = byId.get(province.successors[0]!)!;
      expect(successor.until, province.id).toBeUndefined();
      expect(province.today, province.id).toContain(successor.name);
    }
  });

  it('are cities where they are under the central government', () => {
    const cities = ['ha-noi', 'hue', 'hai-phong', 'da-nang', 'ho-chi-minh', 'dong-nai', 'can-tho'];
    expect(places.filter((place) => place.title === 'thành phố').map(({ id }) => id)).toEqual(cities);
  });

  it('know every successor and every enclosing place', () => {
    const named = places.flatMap((place) => [...place.successors, ...(place.within ? [place.within] : [])]);
    expect(named.filter((id) => !byId.has(id))).toEqual([]);
  });

  it('lie within no place that lies within themselves', () => {
    for (const place of places) {
      const seen = new Set<string>();
      for (let here: string | undefined = place.id; here; here = byId.get(here)?.within) {
        expect(seen.has(here), place.id).toBe(false);
        seen.add(here);
      }
    }
  });

  it('keep the two Minh Longs apart', () => {
    expect(byId.get('minh-long')).toMatchObject({ kind: 'commune', within: 'quang-ngai' });
    expect(byId.get('minh-long-ha-lang')).toMatchObject({ kind: 'commune', within: 'ha-lang', successors: ['ly-quoc'] });
    expect(byId.get('ha-lang')?.within).toBe('cao-bang');
  });

  it('share no name: each written form means one place', () => {
    const names = places.flatMap((place) => [place.name, ...place.aliases].map((name) => ({ name, id: place.id })));
    const owners = new Map<string, Set<string>>();
    for (const { name, id } of names) {
      const key = name.normalize('NFC').toLowerCase();
      owners.set(key, (owners.get(key) ?? new Set()).add(id));
    }
    expect([...owners].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });
});
