/** Labelled lines and brackets: "Cơ quan chủ trì: …", "Phối hợp: …", "Thời gian hoàn thành: …". */
import { foldSame } from '../plain-fold.ts';

export type LabelKind = 'lead' | 'coordinate' | 'implement' | 'time' | 'product' | 'funding';

export interface Label {
  readonly kind: LabelKind;
  readonly start: number;
  readonly end: number;
  /** The words after the colon. */
  readonly value: string;
  readonly valueStart: number;
}

const WHO =
  '(?:(?:cac )?(?:co quan|don vi|phong|ban|nganh|bo phan|so|to chuc|ca nhan|nguoi)(?:,? (?:don vi|co quan|to chuc|ca nhan|dia phuong))?\\s+)?';
const SIGNS: readonly (readonly [LabelKind, string])[] = [
  ['lead', `${WHO}(?:(?:chiu trach nhiem|duoc giao|duoc phan cong) )?chu tri(?: thuc hien| tham muu| chinh)?`],
  [
    'coordinate',
    `(?:${WHO}(?:phoi hop|phoi thuoc)(?: thuc hien| chinh)?(?: thuc hien)?|(?:co quan|don vi)(?:,? don vi)? (?:cung )?(?:tham gia|ho tro|phoi hop)(?: thuc hien)?)`,
  ],
  [
    'implement',
    `(?:(?:co quan|don vi|bo phan|nguoi)(?:,? don vi)?\\s+(?:thuc hien|chiu trach nhiem|phu trach|trien khai|duoc giao|dau moi)|thuc hien|trach nhiem thuc hien|phan cong(?: thuc hien)?|giao thuc hien|don vi,? ca nhan thuc hien)`,
  ],
  [
    'time',
    '(?:thoi (?:gian|han|diem)(?: (?:thuc hien|hoan thanh|to chuc|trien khai|bao cao|gui bao cao|nop|bat dau|ket thuc|du kien|tien hanh))*(?: du kien)?|han (?:hoan thanh|bao cao|chot|nop)|tien do(?: thuc hien| hoan thanh)?|hoan thanh)',
  ],
  [
    'product',
    '(?:san pham|ket qua|dia diem|thanh phan|noi dung|doi tuong|so luong|hinh thuc|yeu cau|muc tieu|dau ra)(?: (?:dau ra|du kien|can dat|thuc hien|dat duoc|to chuc|tham gia|tham du))*',
  ],
  ['funding', '(?:kinh phi|nguon kinh phi)(?: (?:thuc hien|du kien))*'],
];
const LABEL = new RegExp(
  `(^|[-–+•(.;,:]\\s*|[.;]\\s+)(?:[-–+*•]\\s*)?(${SIGNS.map(([kind, sign]) => `(?<${kind}>${sign})`).join('|')})\\s*:\\s*`,
  'g',
);

/** The labels of a text, in order; each value ends where the next label or the bracket ends. */
export function labelsIn(text: string): Label[] {
  const folded = foldSame(text);
  const found: { kind: LabelKind; start: number; valueStart: number }[] = [];
  for (const match of folded.matchAll(LABEL)) {
    const kind = SIGNS.map(([each]) => each).find((each) => match.groups?.[each] !== undefined);
    if (kind) found.push({ kind, start: match.index + match[1]!.length, valueStart: match.index + match[0].length });
  }
  return found.map((label, index) => {
    const until = found[index + 1]?.start ?? text.length;
    let value = text.slice(label.valueStart, until);
    const close = value.indexOf(')');
    if (
      folded.slice(0, label.start).lastIndexOf('(') > folded.slice(0, label.start).lastIndexOf(')') &&
      close >= 0 &&
      !value.slice(0, close).includes('(')
    )
      value = value.slice(0, close);
    value = value.replace(/[\s.;,(+-]+$/, '');
    return {
      kind: label.kind,
      start: label.start,
      end: label.valueStart + value.length,
      value,
      valueStart: label.valueStart,
    };
  });
}

/** Whether a line is a label with its value and nothing before it. */
export function isLabelLine(body: string): boolean {
  const first = labelsIn(body)[0];
  return first !== undefined && first.start <= 2;
}
