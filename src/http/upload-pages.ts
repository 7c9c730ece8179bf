import { readPageFile, VERSION } from './page-files.ts';
import { escapeHtml, fillTemplate } from './page-template.ts';
import { requireTexts } from './page-texts.ts';

/** The keys of `knowledge/page.yaml` that stand in no template. */
const TEXT_KEYS = [
  'upload-none',
  'upload-too-large',
  'upload-other-site',
  'upload-failed',
  'upload-wait-heading',
  'upload-gone-heading',
  'upload-gone',
  'upload-taken-heading',
  'upload-review',
  'error-too-many',
] as const;

export interface UploadPages {
  readonly texts: Record<(typeof TEXT_KEYS)[number], string>;
  /** The form; where a document was not taken, with the reason. */
  form(reason?: string): string;
  /** Lines under a heading; where there is a draft, with the way to its review page. */
  message(heading: string, text: string, review?: string): string;
}

/** The pages of an upload, which need no script; throws for a missing text. */
export function uploadPages(pageTexts: Record<string, string>): UploadPages {
  const frame = readPageFile('upload.html');
  const formTemplate = readPageFile('upload-form.html');
  const texts = requireTexts(pageTexts, TEXT_KEYS);
  const page = (content: string) => fillTemplate(frame, pageTexts, { version: VERSION, content });
  const pages: UploadPages = {
    texts,
    form: (reason) => page(fillTemplate(formTemplate, pageTexts, { reason: reasonOf(reason) })),
    message: (heading, text, review) =>
      page(
        `<h2>${escapeHtml(heading)}</h2><p class="text">${escapeHtml(text)}</p>${linkOf(review, texts['upload-review'])}`,
      ),
  };
  pages.form();
  return pages;
}

function reasonOf(reason: string | undefined): string {
  return reason === undefined ? '' : `<p class="reason text" role="alert">${escapeHtml(reason)}</p>`;
}

function linkOf(path: string | undefined, label: string): string {
  return path === undefined ? '' : `<p><a class="send" href="${escapeHtml(path)}">${escapeHtml(label)}</a></p>`;
}
