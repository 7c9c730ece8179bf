import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import type { LoadedPlan } from '../../src/knowledge/load.ts';
import { LiveWorld } from '../../src/live-world.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { COMMUNE, namesOf, NOW, planOf, read, TEXT, worldOf } from './desk.ts';
import { copyKnowledge, knowledgeOf, openLive, type KnowledgeCopy } from './knowledge-folder.ts';

let copy: KnowledgeCopy;
const [province, commune] = await Promise.all([loaded(TEXT), loaded(COMMUNE)]);
const [HA_LANG, MINH_LONG] = ['ha-lang-2025', 'minh-long-2025'];
const ID = province.plan.id;

async function loaded(text: string): Promise<Required<LoadedPlan>> {
  const outcome = await read(text);
  return { plan: planOf(outcome), source: outcome.source, names: namesOf(outcome) };
}

/** A version of a plan of the folder. */
function versionOf(id: string, year: number): LoadedPlan {
  const found = knowledgeOf(copy).plans.find(({ plan }) => plan.id === id)!;
  return { ...found, plan: { ...found.plan, year } };
}

beforeEach(() => {
  copy = copyKnowledge();
});
afterEach(() => copy.destroy());

describe('the folder', () => {
  it('is taken up with a plan that was added, once it has stopped changing, and only then', async () => {
    const { live, used, ids, look } = openLive(copy);
    await look();
    copy.write({ ...province, source: 'half of it' });
    await live.takeUpFolder(NOW);
    copy.write(province);
    await live.takeUpFolder(NOW);
    expect(used).toEqual([]);
    await live.takeUpFolder(NOW);
    expect(ids()).toEqual([ID, HA_LANG, MINH_LONG]);
    await look();
    expect(used).toHaveLength(1);
  });

  it('is taken up without a plan that was removed', async () => {
    const { ids, look } = openLive(copy);
    await look();
    copy.remove(MINH_LONG);
    await look();
    expect(ids()).toEqual([HA_LANG]);
  });

  it('with a broken file leaves everything as it was, says so once, and is taken up mended', async () => {
    const { used, logged, look, live } = openLive(copy);
    await look();
    const version = live.folderVersion(HA_LANG);
    copy.edit(HA_LANG, 'year: 2025', 'year: [2025');
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect([used, logged, live.folderVersion(HA_LANG) === version]).toEqual([[], ['knowledge-refused'], true]);
    copy.edit(HA_LANG, 'year: [2025', 'year: 2026');
    await look();
    expect(used.map(({ plans }) => plans[0]?.plan.year)).toEqual([2026]);
    expect(logged).toHaveLength(1);
  });

  it('that cannot be found for a while changes nothing', async () => {
    const { used, logged, look } = openLive(copy);
    await look();
    copy.destroy();
    await look();
    expect([used, logged]).toEqual([[], []]);
    copy = copyKnowledge();
  });

  it('is taken up later where the store was away at first', async () => {
    const { used, state, look, live } = openLive(copy);
    await look();
    copy.write(province);
    state.failing = true;
    await live.takeUpFolder(NOW);
    await expect(live.takeUpFolder(NOW)).rejects.toThrow('away');
    state.failing = false;
    await look();
    expect(used).toHaveLength(1);
  });
});

describe('an approved plan', () => {
  it('is laid over the folder, in every process on the store, and read once', async () => {
    const one = openLive(copy);
    const other = openLive(copy, one);
    await one.approve(province);
    expect(one.ids()).toEqual([ID, HA_LANG, MINH_LONG]);
    await other.live.takeUpApproved(NOW);
    await other.live.takeUpApproved(NOW);
    expect([other.ids(), other.used.length]).toEqual([one.ids(), 1]);
  });

  it('is taken up at the next start, too', async () => {
    const before = openLive(copy);
    await before.approve(province);
    const after = openLive(copy, before);
    await after.live.takeUpApproved(NOW);
    expect(after.ids()).toContain(ID);
  });

  it('stays when the folder changes elsewhere', async () => {
    const { approve, ids, look } = openLive(copy);
    await look();
    await approve(province);
    copy.edit(HA_LANG, 'year: 2025', 'year: 2026');
    await look();
    expect(ids()).toEqual([ID, HA_LANG, MINH_LONG]);
  });

  it('stands in place of the folder’s version', async () => {
    const { approve, used, logged } = openLive(copy);
    await approve(versionOf(HA_LANG, 2031));
    expect([used.at(-1)?.plans[0]?.plan.year, logged]).toEqual([2031, []]);
  });

  it('gives way to the folder where that is edited after the approval, and wins again where approved anew', async () => {
    const { approve, used, logged, look } = openLive(copy);
    const year = () => used.at(-1)?.plans[0]?.plan.year;
    await look();
    await approve(versionOf(HA_LANG, 2031));
    copy.edit(HA_LANG, 'year: 2025', 'year: 2026');
    await look();
    expect([year(), logged]).toEqual([2026, [`plan-superseded ${HA_LANG}`]]);
    await approve(versionOf(HA_LANG, 2032));
    expect([year(), logged.length]).toEqual([2032, 1]);
  });

  it('gives way to one that is put into the folder afterwards', async () => {
    const { approve, used, look } = openLive(copy);
    await look();
    await approve(province);
    copy.write({ ...province, plan: { ...province.plan, year: 2030 } });
    await look();
    expect(used.at(-1)?.plans[0]?.plan.year).toBe(2030);
  });

  it('that is withdrawn is gone, and what the folder holds counts again', async () => {
    const { approve, withdraw, used, ids } = openLive(copy);
    await approve(province);
    await approve(versionOf(HA_LANG, 2031));
    await withdraw(HA_LANG);
    expect(used.at(-1)?.plans.map(({ plan }) => plan.year)).toEqual([province.plan.year, 2025, 2025]);
    await withdraw(ID);
    expect(ids()).toEqual([HA_LANG, MINH_LONG]);
  });

  it('sealed with another key is passed over and logged; the others stay', async () => {
    const { approve, store, ids, logged, live } = openLive(copy);
    const lost = openLive(copy, { store, vault: createVault(newKey()) });
    await lost.approve(commune);
    await approve(province);
    expect(ids()).toEqual([ID, HA_LANG, MINH_LONG]);
    expect(logged).toEqual([`plan-refused ${commune.plan.id}`]);
    await live.takeUpApproved(NOW);
    expect(logged).toHaveLength(1);
  });

  it('that names what nobody knows any more is passed over and logged', async () => {
    const { approve, ids, logged } = openLive(copy);
    await approve({ ...commune, names: { agencies: [], places: [] } });
    expect([ids(), logged]).toEqual([[HA_LANG, MINH_LONG], [`plan-refused ${commune.plan.id}`]]);
  });

  it('brings its agencies and its place along, and takes them away again', async () => {
    const { approve, withdraw, used } = openLive(copy);
    const names = () => [...used.at(-1)!.places, ...used.at(-1)!.agencies].map(({ id }) => id);
    const brought = [...commune.names.places, ...commune.names.agencies].map(({ id }) => id);
    expect(commune.names.places).not.toEqual([]);
    await approve(province);
    expect(names()).not.toEqual(expect.arrayContaining(brought));
    await approve(commune);
    expect(names()).toEqual(expect.arrayContaining(brought));
    await withdraw(commune.plan.id);
    for (const id of brought) expect(names()).not.toContain(id);
  });

  it('that a store cannot give for a while is taken up afterwards', async () => {
    const { approve, ids, state, live } = openLive(copy);
    state.failing = true;
    await expect(approve(province)).rejects.toThrow('away');
    state.failing = false;
    await live.takeUpApproved(NOW);
    expect(ids()).toContain(ID);
  });
});

describe('the world', () => {
  it('answers from what was taken up, from the old while it is made, and lets others have their turn', async () => {
    const { approve, live, used, look } = openLive(copy);
    await look();
    const question = { text: 'UBND các xã ở Cao Bằng báo cáo trước ngày nào?', channel: 'private' as const };
    const now = new Date(NOW);
    const world = new LiveWorld(worldOf(knowledgeOf(copy)));
    const asked = () => decide({ ...question, now }, {}, world.world()).reply;
    const before = asked();
    await approve(province);
    const during: string[] = [];
    let busy = true;
    const others = function turn(): void {
      during.push(asked().text);
      if (busy) setImmediate(turn);
    };
    setImmediate(others);
    await world.use(used.at(-1)!);
    busy = false;
    expect(during.length).toBeGreaterThanOrEqual(3);
    expect(new Set(during.slice(0, -1))).toEqual(new Set([before.text]));
    expect(asked().citations.map(({ plan }) => plan)).toContain(ID);
    expect(live.folderVersion(ID)).toBeNull();
  });

  it('lets others have their turn between the plans of a folder that is read', async () => {
    const { live, used } = openLive(copy);
    await live.takeUpFolder(NOW);
    copy.write(province);
    await live.takeUpFolder(NOW);
    let turns = 0;
    const count = () => {
      turns += 1;
      if (used.length === 0) setImmediate(count);
    };
    setImmediate(count);
    await live.takeUpFolder(NOW);
    // Each of the three plans is read, and then checked.
    expect(turns).toBeGreaterThanOrEqual(6);
  });
});
