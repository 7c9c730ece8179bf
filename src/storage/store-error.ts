/** What a store rejects with: which operation failed and a code of it, never what it was about. */

const CODE = /^[A-Z][A-Z0-9_]{1,39}$/;

/** A store could not do what it was asked; no data, key or address is in it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly operation: string,
    /** Such as "SQLITE_FULL", "READONLY", "UNREACHABLE" or "INVALID". */
    readonly code: string,
    message = `the store failed: ${operation}`,
  ) {
    super(message);
  }
}

/** The error of an operation; only the code of its cause is kept, since messages and properties of drivers hold data. */
export function storeError(operation: string, cause: unknown, otherwise = 'UNKNOWN'): StoreError {
  return cause instanceof StoreError ? cause : new StoreError(operation, codeOf(cause) ?? otherwise);
}

/** The code of a driver's error: its own, or the first word of what Redis answered. */
function codeOf(cause: unknown): string | undefined {
  if (cause instanceof TypeError) return 'INVALID';
  if (!(cause instanceof Error)) return undefined;
  const own: unknown = 'code' in cause ? cause.code : undefined;
  const words = [own, cause.message.split(' ', 1)[0]];
  return words.find((word): word is string => typeof word === 'string' && CODE.test(word));
}
