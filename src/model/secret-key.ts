/** The written form of the key that seals what people wrote. */

export const KEY_BYTES = 32;

/** The key of its written form, 32 bytes as base64 or hexadecimal; null for anything else. */
export function parseKey(written: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(written)) return Buffer.from(written, 'hex');
  const bytes = Buffer.from(written, 'base64');
  return /^[A-Za-z0-9+/_-]{42,43}=?$/.test(written) && bytes.length === KEY_BYTES ? bytes : null;
}
