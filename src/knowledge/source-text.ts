/**
 * A plan's source as plain words. The sources are conversions of Word and PDF files: emphasis marks and
 * bookmarks are litter of the conversion, line breaks fall anywhere; the words themselves are never touched.
 */

/** Removes conversion litter, puts the text into NFC and collapses white space. */
export function plainText(raw: string): string {
  return raw
    .replace(/\[bookmark: [^\]]*\]/g, '')
    .replace(/\*+/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The content lines of a source, each as plain words, empty ones left out. */
export function plainLines(raw: string): string[] {
  return raw
    .split(/\r?\n/)
    .map(plainText)
    .filter((line) => line !== '');
}
