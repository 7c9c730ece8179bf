/** Short plans around single sentences, and a short way to write the deadlines that they should give. */
import { join } from 'node:path';
import { extract } from '../../src/importing/extract.ts';
import { toPlan, type ImportedDeadline } from '../../src/importing/import-result.ts';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const knowledge = loadKnowledge(knowledgeDirectory);
const words = loadImportingWords(knowledgeDirectory);

const HEAD = `ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
Số: 123/KH-UBND
Cao Bằng, ngày 10 tháng 02 năm 2026
`;
const TITLE = `KẾ HOẠCH
Thực hiện công tác trẻ em năm 2026 trên địa bàn tỉnh Cao Bằng
`;

/** The deadlines of a plan of 2026 with these lines as its body. */
export async function deadlinesOf(body: string, title = TITLE, head = HEAD): Promise<readonly ImportedDeadline[]> {
  const reading = await readBytes(Buffer.from(`${head}${title}${body}\nNơi nhận:\n- Lưu: VT.\n`));
  return toPlan(extract(reading, knowledge.agencies, words), null).deadlines;
}

/** The deadlines of a sentence that stands below "Sở Y tế" in the part on who does what. */
export async function timesOfTask(sentence: string): Promise<string> {
  return (await deadlinesOf(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- ${sentence}`)).map(timeWords).join('; ');
}

/** A deadline's time in short: "2026-08-31 month", "monthly", "5d after kết thúc". */
export function timeWords({ due, precision, recurrence, relative }: ImportedDeadline): string {
  const span = relative?.hours !== undefined ? `${relative.hours}h` : relative && `${relative.days ?? '?'}d`;
  const event = relative?.after ? ` after ${relative.after}` : relative?.before ? ` before ${relative.before}` : '';
  return [due ?? '', precision ?? '', recurrence ?? '', span ? span + event : ''].filter(Boolean).join(' ') || 'none';
}

/** A deadline in short, with who, to whom and through whom: "2026-06-15 Sở Y tế > UBND tỉnh (qua …)". */
export function fullWords(deadline: ImportedDeadline): string {
  const { reporter, recipient, via } = deadline;
  return `${timeWords(deadline)} | ${reporter ?? '-'} > ${recipient ?? '-'}${via ? ` (qua ${via})` : ''}`;
}
