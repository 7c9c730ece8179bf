/** Imports short texts, for tests that ask what is read in one kind of wording. */
import { join } from 'node:path';
import { importBytes, type ImportResult } from '../../src/importing/import-file.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const knowledge = loadKnowledge(knowledgeDirectory);

const LETTERHEAD = `ỦY BAN NHÂN DÂN
TỈNH NINH BÌNH
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ninh Bình, ngày 12 tháng 5 năm 2026

KẾ HOẠCH
Triển khai Tháng hành động vì trẻ em năm 2026

`;
const BODY = `

I. MỤC ĐÍCH
Nâng cao nhận thức của cộng đồng về quyền trẻ em.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì tổ chức thực hiện.
`;

/** A whole document. */
export function importText(text: string): Promise<ImportResult> {
  return importBytes('ke-hoach.txt', Buffer.from(text), { knowledgeDirectory, knowledge });
}

/** A provincial plan of 2026 with these sections. */
export function importBody(body: string): Promise<ImportResult> {
  return importText(LETTERHEAD + body);
}

/** A plan with this heading block. */
export function importHeading(heading: string): Promise<ImportResult> {
  return importText(heading + BODY);
}
