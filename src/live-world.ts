/** What the program answers and nudges from, exchanged as a whole when the knowledge has changed. */
import { worldSteps, type World } from './dialogue/world.ts';
import type { Knowledge } from './knowledge/load.ts';
import { buildNudgeWorld } from './nudges/nudge-world.ts';
import { Timetable } from './nudges/timetable.ts';
import { finishGently } from './publishing/gentle-steps.ts';

export class LiveWorld {
  private current: { readonly world: World; readonly timetable: Timetable };

  constructor(world: World) {
    this.current = { world, timetable: timetableOf(world.knowledge) };
  }

  readonly world = (): World => this.current.world;

  readonly timetable = (): Timetable => this.current.timetable;

  /** Goes over to other knowledge; what is asked meanwhile is answered from the present one. */
  async use(knowledge: Knowledge): Promise<void> {
    const { assess, handover, publicUrl } = this.world();
    const settings = { handover, ...(publicUrl === undefined ? {} : { publicUrl }) };
    const world = await finishGently(worldSteps(knowledge, assess, settings));
    this.current = { world, timetable: timetableOf(knowledge) };
  }
}

function timetableOf(knowledge: Knowledge): Timetable {
  return new Timetable(buildNudgeWorld(knowledge));
}
