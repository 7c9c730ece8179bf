/** The sentences of `messages.yaml`. */
import { fill } from '../text/sentence.ts';

export type Messages = Readonly<Record<string, string>>;

/** The sentence of a key, its {places} filled in; throws where the key is missing. */
export function messageOf(
  messages: Messages,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const template = messages[key];
  if (template === undefined) throw new Error(`messages.yaml: "${key}" is missing`);
  return fill(template, values);
}
