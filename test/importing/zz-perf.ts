import { join } from 'node:path';
import { extract } from '../../src/importing/extract.ts';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
const dir = join(import.meta.dirname, '..', '..', 'knowledge');
const agencies = loadKnowledge(dir).agencies; const words = loadImportingWords(dir);
const H = 'ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG\nSố: 123/KH-UBND\nCao Bằng, ngày 10 tháng 12 năm 2026\nKẾ HOẠCH\nCông tác trẻ em năm 2026\nI. TỔ CHỨC THỰC HIỆN\n';
const N = Number(process.argv[2] ?? 1_000_000);
const rep = (s: string) => s.repeat(Math.ceil(N / s.length));
const cases: Record<string, string> = {
  dashes: '1. Sở Y tế\n' + rep('- Báo cáo UBND tỉnh trước ngày 15/6/2026.\n'),
  months: '1. Tháng 6/2026\n' + rep('- Tổ chức hội thi vẽ tranh cho em.\n'),
  labels: '1. Khảo sát\n' + rep('- Chủ trì: Sở Y tế.\n- Thời gian: tháng 6/2026.\n'),
  plainlabels: rep('Việc mới cần làm ngay\nChủ trì: Sở Y tế\nThời gian: tháng 6/2026\n'),
  charges: '1. Khảo sát\n' + rep('- Sở Y tế chủ trì.\n- Rà soát, xong trước ngày 15/6/2026.\n'),
  long: '1. Sở Y tế ' + rep('báo cáo UBND tỉnh trước ngày 15/6/2026, '),
  semis: '1. Sở Y tế ' + rep('báo cáo UBND tỉnh trước ngày 15/6/2026; '),
  sentences: '1. Sở Y tế. ' + rep('Báo cáo UBND tỉnh trước ngày 15/6/2026. '),
  brackets: '1. Sở Y tế ' + rep('(Sở Y tế, xong trước 15/6/2026) '),
  digits: '1. ' + rep('l6 o5 1l/2 3o '),
};
const only = process.argv[3];
for (const [name, body] of Object.entries(cases)) {
  if (only && only !== name) continue;
  const t = Date.now();
  const found = extract(await readBytes(Buffer.from(H + body + '\nNơi nhận:\n- Lưu: VT.\n')), agencies, words);
  console.log(name, body.length, Date.now() - t, 'ms', found.deadlines.length);
}
