const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** Renders the chat page. */
export function renderPage(
  template: string,
  texts: Record<string, string>,
  places: readonly { name: string; id: string }[],
  version: string,
): string {
  const options = places.map(placeOption).join('');
  return fillTemplate(template, texts, { version, texts: jsonForScript(texts), places: options });
}

/**
 * Fills a template: `{{key}}` becomes that text of `knowledge/page.yaml`, `{{!name}}` a part made by the program.
 * Throws for a missing text, so that a forgotten sentence is found at start and not by a reader.
 */
export function fillTemplate(template: string, texts: Record<string, string>, parts: Record<string, string>): string {
  return template.replace(/\{\{(!?)([a-z0-9-]+)\}\}/g, (_match, made: string, key: string) => {
    const value = made ? parts[key] : texts[key];
    if (value === undefined) throw new Error(`knowledge/page.yaml has no text "${key}", which the page shows`);
    return made ? value : escapeHtml(value);
  });
}

function placeOption(place: { name: string; id: string }): string {
  return `<option value="${escapeHtml(place.id)}">${escapeHtml(place.name)}</option>`;
}

/** "<" could end the script element or open a comment in it. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
