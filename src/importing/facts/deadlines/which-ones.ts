/** The whole of a subject: clauses that tell which bodies of a kind are meant, and where its verb begins. */
import { dropFolded, foldSame } from '../../plain-fold.ts';
import type { AgencyBook } from '../agency-book.ts';
import { verbAt } from './duty-words.ts';
import type { Parties } from './to-whom.ts';

const KIND = /^(?:cac|nhung|moi|tung)\s/;
const DUTY_VERB =
  '(?:gui|nop|bao cao|tong hop|xay dung|lap|ban hanh|trinh|hoan thanh|cung cap|thong bao|to chuc|trien khai|ra soat|dinh ky|co trach nhiem|chiu trach nhiem|cap nhat|chu dong|phai|danh gia|dang ky|thuc hien|tra loi|giai trinh|chuan bi|can cu|khan truong|hang|truoc|cham nhat)\\b';
/** "chủ trì", "được giám sát", "được phân bổ kinh phí", "được giao chủ trì tại Mục III", before the duty's own verb. */
const WHICH = new RegExp(
  `^\\s+(?:(?:duoc|bi)(?: [a-z]+){1,6}?|chu tri(?: (?:cac )?(?:nhiem vu|noi dung|hoat dong|chuong trinh))?|phoi hop|tham gia(?: (?:doan|doi|hoi thi|cuoc thi|dien dan|chien dich|mo hinh))?)(?: (?:tai|theo|trong) (?:muc|phu luc|ke hoach|quyet dinh|bang|diem|khoan)(?: [a-z0-9]+){0,4}?)?(?=\\s*[:,]|\\s+${DUTY_VERB})`,
);

/** A subject as far as it really goes. */
export function wholeSubject(text: string, subject: Parties, book: AgencyBook): Parties {
  const bare = dropFolded((subject.words ?? '').replace(/\s*\([^()]*\)$/, ''), /\s+duoc$/);
  const known = subject.parties.some((party) => party.agency !== null);
  const at = text.indexOf(bare);
  const which =
    KIND.test(foldSame(bare)) && !known ? WHICH.exec(foldSame(text.slice(at + bare.length)))?.[0] : undefined;
  if (which !== undefined) return withOthers(text, bare + text.slice(at + bare.length).slice(0, which.length), book);
  const verb = known ? -1 : verbAt(text.slice(at));
  if (verb > 0 && verb < bare.length) return partiesOf(bare.slice(0, verb), book);
  return { parties: subject.parties, words: bare };
}

/** "Các cơ quan chủ trì, UBND các xã, phường gửi …": the list goes on behind the clause. */
function withOthers(text: string, words: string, book: AgencyBook): Parties {
  const own = { name: words, agency: null };
  const rest = text.slice(text.indexOf(words) + words.length);
  const joint = /^\s*(?:[,;]|\sva)\s+/.exec(foldSame(rest))?.[0].length ?? 0;
  const others = joint > 0 ? book.subject(rest.slice(joint)) : null;
  return others
    ? { parties: [own, ...others.parties], words: `${words}${rest.slice(0, joint)}${others.words}` }
    : { parties: [own], words };
}

function partiesOf(words: string, book: AgencyBook): Parties {
  const clear = words.replace(/[\s,;]+$/, '');
  const parties = book.parse(clear);
  return { parties: parties.length > 0 ? parties : [{ name: clear, agency: null }], words: clear };
}
