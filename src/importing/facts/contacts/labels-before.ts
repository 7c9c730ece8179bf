/** Long numbers behind a colon or a comma: the label, the person or the bracket that tells whose they are. */
import { foldSame } from '../../plain-fold.ts';
import type { AgencyBook } from '../agency-book.ts';
import { bareName, personsIn } from './persons.ts';

/** Words that call a number a telephone and name nobody. */
const LABEL =
  /^(?:cac |va |qua |theo |goi |bao |gui |xin )*(?:(?:so )?(?:dien thoai|dt|sdt|may|hotline|zalo|di dong|dd|truc(?: ban| chi huy)?|duong day nong|tong dai|lien he|thong tin|lien lac|tiep nhan|tin bao|so)[ ,/]*)+(?:truc|nong|24\/24|24\/7)?$/;

/** Whether the clause before a number has no more than such words. */
export function isLabelOnly(before: string): boolean {
  return LABEL.test(lastClause(before));
}

/** "Cảnh sát giao thông: 0229…", "chị Hoa, 0912…", "Đường dây nóng: 0229… (Công an tỉnh)"; null where none of these is told. */
export function nameByLabel(text: string, start: number, end: number, book: AgencyBook): string | null {
  const before = text.slice(0, start);
  const behind = /^\s*\(([^()\d]{3,60})\)/.exec(text.slice(end))?.[1];
  if (behind !== undefined && (isLabelOnly(foldSame(before)) || /\)\s*[,;]\s*$/.test(before)))
    return book.isList(behind) || personsIn(behind)[0] === 0 ? behind : null;
  // "… by telephone 0210… (Mr Nhuan)": the bracket tells where nobody is named before.
  if (
    behind !== undefined &&
    personsIn(behind)[0] === 0 &&
    personsIn(before).length === 0 &&
    CALLS.test(foldSame(before))
  )
    return behind;
  const clause = withoutLabels(/(?:^|[:;.(]\s*)([^:;.(]{2,120})[,:]\s*$/.exec(before)?.[1]?.trim() ?? '');
  if (personsIn(clause)[0] === 0 || bareName(clause)) return clause;
  const labelled = /:\s*\(?$/.test(before) && /^(?:\p{Lu}|truc )/u.test(clause.replace(/^tr\u1ef1c /, 'truc '));
  return labelled && SERVICE.test(foldSame(clause)) ? clause : null;
}

/** A clause that says no more of a number than that it is called: no office stands right before its label. */
const CALLS =
  /(?:^|,\s*|\s)(?:qua|theo|goi|bao|den)\s+(?:so )?(?:dien thoai|dt|sdt|may|hotline|zalo|di dong)?\s*:?\s*$/;

const SERVICE =
  /^(?:truc ban |truc )?(?:canh sat|cong an|bien phong|bo doi|cap cuu|cuu ho|cuu nan|quan su|dan quan|dan phong|bao ve|tram|benh vien|to|doi)\b/;

/** "bà Lan, chuyên viên, số điện thoại" without its last part. */
function withoutLabels(clause: string): string {
  const parts = clause.split(/,\s+/);
  while (parts.length > 1 && LABEL.test(foldSame(parts.at(-1)!))) parts.pop();
  return parts.join(', ');
}

function lastClause(before: string): string {
  return before
    .replace(/[\s:(–-]+$/, '')
    .split(/[:;.(]\s*/)
    .at(-1)!
    .trim();
}
