import { join } from 'node:path';
import { buildWorld, type World } from '../../src/dialogue/world.ts';
import { importFile } from '../../src/importing/import-file.ts';
import type { LoadedPlan } from '../../src/knowledge/load.ts';
import { withPlans } from '../../src/knowledge/plan-names.ts';
import { namesSchema } from '../../src/knowledge/schema.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { realWorld } from './world.ts';

/** The real world with every plan replaced by what importing makes of its source, uncorrected. */
export async function importedWorld(): Promise<World> {
  const { knowledge, assess } = realWorld();
  const drafted = await Promise.all(knowledge.plans.map(draftOf));
  return buildWorld(withPlans(knowledge, drafted), assess);
}

async function draftOf({ plan }: LoadedPlan): Promise<LoadedPlan> {
  const { knowledge } = realWorld();
  const source = join(KNOWLEDGE_DIRECTORY, 'plans', plan.id, 'source.txt');
  const { draft } = await importFile(source, { knowledgeDirectory: KNOWLEDGE_DIRECTORY, knowledge, id: plan.id });
  // One of the sources does not say whose plan it is.
  const { place, level } = plan;
  return { plan: { ...draft.plan, place, level }, source: draft.source, names: namesSchema.parse(draft.proposals) };
}
