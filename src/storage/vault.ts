/** Seals what people wrote before any store sees it: AES-256-GCM, bound to the place where it is kept. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KEY_BYTES } from '../model/secret-key.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Vault {
  /** Seals a text; `place` names where it is kept, and only there it can be opened again. */
  seal(text: string, place: string): string;
  /** The text, or null where it was sealed with another key, for another place, or changed since. */
  open(sealed: string, place: string): string | null;
}

/** A vault with a key of 32 bytes. */
export function createVault(key: Uint8Array): Vault {
  if (key.length !== KEY_BYTES) throw new Error(`a vault needs a key of ${KEY_BYTES} bytes`);
  return {
    seal: (text, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open: (sealed, place) => {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString();
      } catch {
        return null;
      }
    },
  };
}

/** A new key. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}
