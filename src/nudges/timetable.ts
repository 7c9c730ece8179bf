/** Everything that is due at a place, made when it is first asked for. */
import { cycleOf } from './circular-cycle.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Season, Undated } from './occurrence.ts';
import { occurrencesOf } from './occurrences.ts';
import { seasonsOf } from './seasons.ts';

export interface PlaceDates {
  readonly occurrences: readonly Occurrence[];
  readonly seasons: readonly Season[];
  readonly undated: readonly Undated[];
}

export class Timetable {
  private readonly cache = new Map<string, PlaceDates>();

  constructor(readonly world: NudgeWorld) {}

  /** What is due at a place from the year before until the year after the given one, the earliest first. */
  of(place: string, year: number): PlaceDates {
    const key = `${place}|${year}`;
    const known = this.cache.get(key);
    if (known) return known;
    const made = this.make(place, year);
    this.cache.set(key, made);
    return made;
  }

  /** The places that have a plan. */
  places(): string[] {
    return [...this.world.plansOf.keys()];
  }

  private make(place: string, year: number): PlaceDates {
    const years = [year - 1, year, year + 1];
    const plans = this.world.plansOf.get(place) ?? [];
    const dated = plans.map((plan) => occurrencesOf(plan, this.world));
    const ofPlans = dated.flatMap(({ occurrences }) => occurrences);
    const near = ofPlans.filter(({ lastDay }) => years.includes(Number(lastDay.slice(0, 4))));
    const cycle = years.flatMap((each) => cycleOf(place, each, this.world));
    return {
      occurrences: [...near, ...cycle].sort((a, b) => a.lastDay.localeCompare(b.lastDay)),
      seasons: years.flatMap((each) => seasonsOf(place, each, ofPlans, this.world)),
      undated: dated.flatMap(({ undated }) => undated),
    };
  }
}
