/** The command menus of the channels, in the order in which people need them. */
import type { MenuCommand } from '../model/channel.ts';
import { say } from './draft.ts';
import type { World } from './world.ts';

const PRIVATE = [
  '111',
  'baocao',
  'han',
  'nhacviec',
  'danop',
  'hoan',
  'khauhieu',
  'lienhe',
  'diaphuong',
  'donvi',
  'trogiup',
  'xoadulieu',
];
const GROUP = [
  '111',
  'han',
  'nhacviec',
  'danop',
  'hoan',
  'khauhieu',
  'lienhe',
  'diaphuong',
  'donvi',
  'trogiup',
  'xoadulieu',
];

/** What a platform shows when somebody types "/". */
export function menus(world: World): { private: MenuCommand[]; group: MenuCommand[] } {
  const list = (names: readonly string[]) =>
    names.map((command) => ({ command, description: say(world, `menu-${command}`) }));
  return { private: list(PRIVATE), group: list(GROUP) };
}
