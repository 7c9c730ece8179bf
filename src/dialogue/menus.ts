/** The command menus of the channels, in the order in which people need them. */
import type { MenuCommand } from '../model/channel.ts';
import { say } from './draft.ts';
import type { World } from './world.ts';

const COMMANDS = '111 baocao han nhacviec danop hoan khauhieu lienhe diaphuong donvi trogiup xoadulieu'.split(' ');
/** What is told of a child is no matter for a group. */
const PRIVATE_ONLY = new Set(['baocao']);

/** What a platform shows when somebody types "/". */
export function menus(world: World): { private: MenuCommand[]; group: MenuCommand[] } {
  const all = COMMANDS.map((command) => ({ command, description: say(world, `menu-${command}`) }));
  return { private: all, group: all.filter(({ command }) => !PRIVATE_ONLY.has(command)) };
}
