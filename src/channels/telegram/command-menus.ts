/** Tells Telegram the command menus and the description that people see before the first message. */
import type { Api } from 'grammy';
import type { TelegramOptions } from './options.ts';
import type { BackgroundCalls } from './background-calls.ts';

const DESCRIPTION_LIMIT = 512;

/** Sets everything in the background: a bot without menus still answers. */
export function publishMenus(api: Api, { menus, texts }: TelegramOptions, background: BackgroundCalls): void {
  const scopes = [
    { type: 'all_private_chats', commands: menus.private },
    { type: 'all_group_chats', commands: menus.group },
  ] as const;
  for (const { type, commands } of scopes) {
    // A client in Vietnamese takes the list of its language first, every other one the list without.
    for (const language of [{ language_code: 'vi' }, {}] as const) {
      background.run('telegram-menu-failed', () => api.setMyCommands(commands, { scope: { type }, ...language }));
    }
  }
  const description = texts.botDescription?.slice(0, DESCRIPTION_LIMIT);
  if (description !== undefined) {
    background.run('telegram-description-failed', () => api.setMyDescription(description));
  }
}
