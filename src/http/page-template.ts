import type { HttpWorld } from './world.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Renders the page: `{{key}}` becomes that text of `knowledge/page.yaml`, `{{!name}}` a part made here.
 * Throws for a missing text, so that a forgotten sentence is found at start and not by a reader.
 */
export function renderPage(template: string, world: Pick<HttpWorld, 'pageTexts' | 'places'>, version: string): string {
  const parts: Record<string, string> = {
    version,
    texts: jsonForScript(world.pageTexts),
    places: world.places.map(placeOption).join(''),
  };
  return template.replace(/\{\{(!?)([a-z0-9-]+)\}\}/g, (_match, made: string, key: string) => {
    const value = made ? parts[key] : world.pageTexts[key];
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
