/** The tags of a part of a Word file, in order. */
import { SaxesParser } from 'saxes';

/** Calls back for each opened tag with its `w:val` and a way to its other attributes; throws where the XML is broken. */
export function readTags(
  xml: string,
  onTag: (name: string, value: string, attribute: (name: string) => string) => void,
): void {
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    const attribute = (name: string): string => attributes[name] ?? '';
    onTag(tag.name, attribute('w:val'), attribute);
  });
  parser.write(xml).close();
}
