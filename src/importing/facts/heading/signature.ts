/** Who signed, and as what. */
import { foldSame, isAllCaps } from '../../plain-fold.ts';
import type { Found } from './found.ts';
import type { HeadLine } from './letterhead.ts';

const OFFICE =
  /(?:(?:kt|tm|tl|tuq|q|t\/m|k\/t|t\/l)\s*\.?\s*)?(?:pho )?(?:chu tich|giam doc|hieu truong|bi thu|thu truong|bo truong|cuc truong|vien truong|chanh an|chu nhiem|truong ban|truong phong|truong cong an|chi huy truong|chanh van phong|uy ban nhan dan|uy ban mttq|ban thuong vu|ban chap hanh|ban chi dao|thu tuong)/;
/** Degrees and ranks before a name. */
const RANKS = /^(?:(?:ths|ts|bs|gs|pgs|ckii?|ds|ls|ks|(?:dai|thuong|trung|thieu) ta)[. ]\s*)+/;
const NAME = /^\p{Lu}[\p{L}'’]*(?:\s\p{Lu}[\p{L}'’]*){1,5}$/u;
const NO_NAME = /^(noi nhan|luu|cac|uy ban|so |da ky|ngay ky|nguoi ky|ky boi|kinh gui|tinh |xa |phuong |huyen )/;

/** The signatory and the office that the signature block names; `place` stands in the marks of digital signatures too. */
export function signatureOf(
  ends: readonly HeadLine[],
  place: string | null,
): { signatory: Found | null; signatoryRole: Found | null } {
  let role = null as Found | null;
  let name: Found | null = null;
  for (const { text, index } of ends) {
    const folded = foldSame(text);
    if (isAllCaps(text) && OFFICE.test(folded) && !text.startsWith('-'))
      role = role ? { ...role, value: `${role.value} ${text}` } : { value: text, quote: text, item: index };
    else if (!isAllCaps(text) && !NO_NAME.test(folded) && folded !== foldSame(place ?? '')) {
      const value = text.slice(RANKS.exec(folded)?.[0].length ?? 0);
      if (NAME.test(value)) name = { value, quote: text, item: index };
    }
  }
  return { signatory: name, signatoryRole: role };
}
