/** Whether words in a group are meant for the bot, and the words without the address. */

/** Who we are, as getMe says it. */
export interface BotIdentity {
  readonly id: number;
  readonly username: string;
}

export interface Address {
  /** The words without a mention of the bot at their beginning, and without its name behind a command. */
  readonly text: string;
  /** Named by mention or command. */
  readonly named: boolean;
  /** A command that names another bot. */
  readonly foreign: boolean;
}

const COMMAND = /^\/([a-z0-9_]{1,64})(?:@([a-z0-9_]{3,32}))?(?![\w@/])/i;

/** Reads the address of a text as it was written. */
export function addressOf(written: string, bot: BotIdentity): Address {
  const text = written.replace(new RegExp(`^(?:\\s*@${bot.username}(?!\\w)[\\s,:;]*)+`, 'i'), '');
  const named = new RegExp(`(?<![\\w@.])@${bot.username}(?!\\w)`, 'i').test(written);
  const command = COMMAND.exec(text);
  if (!command) return { text, named, foreign: false };
  const [whole, name = '', owner] = command;
  const foreign = owner !== undefined && owner.toLowerCase() !== bot.username.toLowerCase();
  return { text: `/${name}${text.slice(whole.length)}`, named: !foreign, foreign };
}
