/** The given texts of `knowledge/page.yaml`; throws where one is missing, so that it is found at start and not by a reader. */
export function requireTexts<Key extends string>(
  texts: Record<string, string>,
  keys: readonly Key[],
): Record<Key, string> {
  const missing = keys.filter((key) => !texts[key]);
  if (missing.length > 0) throw new Error(`knowledge/page.yaml lacks: ${missing.join(', ')}`);
  return texts;
}
