/** Why a document cannot be imported. */
export type ImportErrorCode =
  | 'missing'
  | 'not-a-file'
  | 'empty'
  | 'too-large'
  | 'too-many-pages'
  | 'too-much-inside'
  | 'encrypted'
  | 'damaged'
  | 'unknown-format'
  | 'old-word'
  | 'unknown-letters'
  | 'no-text'
  | 'not-a-plan'
  | 'failed';

/** A document that gives no plan; the code chooses the sentence that people read. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  constructor(readonly code: ImportErrorCode) {
    super(code);
  }
}
