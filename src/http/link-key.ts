/** Whether this can be the unguessable part of a link; anything else never reaches the program behind. */
export function isLinkKey(text: string): boolean {
  return /^[A-Za-z0-9_-]{20,64}$/.test(text);
}
