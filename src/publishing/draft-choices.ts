/** The buttons under a draft, and the command that each stands for; the key of the list holds all that is needed. */

const KEY = /^draft-([a-z2-7]{8})$/;

/** The key of a draft's list of choices. */
export function choicesKeyOfDraft(code: string): string {
  return `draft-${code}`;
}

/** The command that the choice of a number stands for: 1 approves, 2 discards; null for any other list or number. */
export function commandOfDraftChoice(choicesKey: string, choice: number): string | null {
  const code = KEY.exec(choicesKey)?.[1];
  const command = code === undefined ? undefined : ['/duyet', '/huy'][choice - 1];
  return command === undefined ? null : `${command} ${code}`;
}
