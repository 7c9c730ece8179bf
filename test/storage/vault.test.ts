import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEY_BYTES, parseKey } from '../../src/model/secret-key.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';

const vault = createVault(newKey());

describe('the vault', () => {
  it('opens what it sealed, in the same place only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = vault.seal(text.toWellFormed(), 'here');
        expect(vault.open(sealed, 'here')).toBe(text.toWellFormed());
        expect(vault.open(sealed, 'there')).toBeNull();
      }),
    );
  });

  it('opens nothing that another key sealed, that was changed, or that is no sealed text', () => {
    const sealed = vault.seal('số 12', 'here');
    expect(createVault(newKey()).open(sealed, 'here')).toBeNull();
    const bytes = Buffer.from(sealed, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(vault.open(changed.toString('base64'), 'here')).toBeNull();
    }
    for (const odd of ['', 'abc', '!!!', 'A'.repeat(37)]) expect(vault.open(odd, 'here')).toBeNull();
  });

  it('seals the same text differently each time', () => {
    expect(vault.seal('a', 'here')).not.toBe(vault.seal('a', 'here'));
  });

  it('takes a key in base64 or hexadecimal, and no other length', () => {
    const key = newKey();
    expect(parseKey(key.toString('base64'))).toEqual(key);
    expect(parseKey(key.toString('hex'))).toEqual(key);
    expect(parseKey(key.subarray(1).toString('base64'))).toBeNull();
    expect(parseKey('password')).toBeNull();
    expect(() => createVault(key.subarray(1))).toThrow(String(KEY_BYTES));
  });
});
