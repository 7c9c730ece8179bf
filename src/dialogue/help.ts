/** What the assistant says about itself. */
import { textReply, type Reply } from '../model/reply.ts';
import { planNames, say } from './draft.ts';
import type { SmallTalk } from './small-talk.ts';
import type { World } from './world.ts';

/** A help reply: who this is, what to ask, 111; or a single sentence by key. */
export function helpReply(key: 'help' | 'empty', world: World): Reply {
  const lines = key === 'help' ? usage(world) : [say(world, 'empty'), say(world, 'help-ask'), say(world, 'help-111')];
  return textReply('help', lines);
}

/** The reply to a greeting, thanks, a good-bye or a question about the assistant. */
export function smallTalkReply(talk: SmallTalk, world: World): Reply {
  if (talk === 'help') return helpReply('help', world);
  const lines =
    talk === 'greeting'
      ? [say(world, 'greeting'), ...usage(world).slice(1)]
      : [say(world, talk), say(world, 'help-111')];
  return textReply('help', lines);
}

function usage(world: World): string[] {
  const names = planNames(world);
  return [
    say(world, 'help-first'),
    say(world, 'help-ask'),
    say(world, 'help-example'),
    say(world, 'help-have', { names }),
    say(world, 'help-111'),
  ];
}
