import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { rawDocx } from './fixtures.ts';

const run = (text: string, properties = ''): string =>
  `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (inside: string, properties = ''): string =>
  `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${inside}</w:p>`;
const numbered = (text: string, level: number, id = '1'): string =>
  paragraph(text === '' ? '' : run(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`);
const level = (at: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`;
const linesOf = async (...given: Parameters<typeof rawDocx>): Promise<string[]> =>
  (await readBytes(rawDocx(...given))).lines.map((line) => line.text);

const OUTLINE = [
  level(0, 'upperRoman', '%1.'),
  level(1, 'decimal', '%2.'),
  level(2, 'decimal', '%2.%3.'),
  level(3, 'lowerLetter', '%4)'),
  level(4, 'bullet', '\uf0b7'),
].join('');
const NUMBERING = `<w:abstractNum w:abstractNumId="0">${OUTLINE}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`;

describe("Word's own numbers", () => {
  it('count through levels, begin anew under a new heading, and can be set', async () => {
    const body = [
      numbered('Mục đích', 0),
      numbered('Một', 1),
      numbered('Hai', 1),
      numbered('Trong hai', 2),
      numbered('Chữ', 3),
      numbered('Gạch', 4),
      numbered('Nhiệm vụ', 0),
      numbered('Lại một', 1),
      numbered('Năm', 1, '2'),
    ].join('');
    expect(await linesOf(body, { numbering: NUMBERING })).toEqual([
      'I. Mục đích',
      '1. Một',
      '2. Hai',
      '2.1. Trong hai',
      'a) Chữ',
      '- Gạch',
      'II. Nhiệm vụ',
      '1. Lại một',
      '5. Năm',
    ]);
  });

  it('count empty paragraphs, but not those that tracked changes took out', async () => {
    const cut = paragraph(
      `<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>`,
      `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`,
    );
    const body = numbered('Một', 0) + numbered('', 0) + cut + numbered('Ba', 0);
    expect(await linesOf(body, { numbering: NUMBERING })).toEqual(['I. Một', 'III. Ba']);
  });

  it('come from styles too, whose level the numbering may name', async () => {
    const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'upperRoman', 'Phần %1.', '<w:pStyle w:val="Muc"/>')}${level(1, 'decimal', '%1.%2.', '<w:pStyle w:val="Khoan"/><w:isLgl/>')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
    const styles = `<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Khoan"><w:basedOn w:val="Muc"/></w:style>`;
    const body =
      paragraph(run('Một'), '<w:pStyle w:val="Muc"/>') +
      paragraph(run('Hai'), '<w:pStyle w:val="Khoan"/>') +
      paragraph(run('Không số'), '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>');
    expect(await linesOf(body, { numbering, styles })).toEqual(['Phần I. Một', '1.1. Hai', 'Không số']);
  });
});

describe('what a Word document shows', () => {
  it('inserted words stand, deleted, moved, hidden and field code words do not', async () => {
    const body = paragraph(
      run('Hạn ') +
        `<w:del><w:r><w:delText>10/5</w:delText></w:r></w:del><w:ins>${run('15/5')}</w:ins>` +
        `<w:moveFrom>${run('đã chuyển')}</w:moveFrom>` +
        run(' ẩn', '<w:vanish/>') +
        `<w:r><w:instrText>PAGE</w:instrText></w:r>` +
        `<w:r><w:footnoteReference w:id="2"/></w:r>`,
    );
    expect(await linesOf(body)).toEqual(['Hạn 15/5']);
  });

  it('text boxes once, links, content controls, symbols, hyphens, line breaks', async () => {
    const box = `<w:r><mc:AlternateContent xmlns:mc="x"><mc:Choice><w:txbxContent>${paragraph(run('Trong khung'))}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph(run('Trong khung'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`;
    const body =
      paragraph(box + run('Ngoài khung')) +
      `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>${paragraph(run('Trong ô'))}</w:sdtContent></w:sdt>` +
      paragraph(`<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>${run('Việc')}`) +
      paragraph(
        `<w:hyperlink>${run('tong\u00addai111.vn')}</w:hyperlink><w:r><w:noBreakHyphen/></w:r>${run('A')}<w:r><w:br/></w:r>${run('dòng hai')}`,
      );
    expect(await linesOf(body)).toEqual([
      'Trong khung',
      'Ngoài khung',
      'Trong ô',
      '- Việc',
      'tongdai111.vn-A',
      'dòng hai',
    ]);
  });

  it('cells that span rows or columns keep their places', async () => {
    const cell = (text: string, properties = ''): string =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(run(text))}</w:tc>`;
    const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
    const body = `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>${row(cell('STT'), cell('Nhiệm vụ'), cell('Chủ trì'), cell('Hạn'))}${row(cell('1'), cell('Rà soát'), cell('Sở Y tế', '<w:vMerge w:val="restart"/>'), cell('Quý I'))}${row(cell('2'), cell('Báo cáo'), cell('', '<w:vMerge/>'), cell('Quý II'))}${row(cell('Cộng', '<w:gridSpan w:val="3"/>'), cell('2'))}</w:tbl>`;
    const { lines } = await readBytes(rawDocx(body));
    expect(lines.map((line) => line.cells)).toEqual([
      ['STT', 'Nhiệm vụ', 'Chủ trì', 'Hạn'],
      ['1', 'Rà soát', 'Sở Y tế', 'Quý I'],
      ['2', 'Báo cáo', 'Sở Y tế', 'Quý II'],
      ['Cộng', '', '', '2'],
    ]);
  });
});

describe('letters from before Unicode', () => {
  const TCVN3 =
    'KÕ ho¹ch thùc hiÖn c«ng t¸c trÎ em n¨m 2019; b¸o c¸o Së Y tÕ tr\u00adíc ngµy 15/11/2019 vµ tæ chøc b¶o vÖ trÎ em';
  const VNI =
    'Keá hoaïch thöïc hieän coâng taùc treû em naêm 2019; baùo caùo Sôû Y teá tröôùc ngaøy 15/11/2019 vaø toå chöùc baûo veä treû em';
  const PLAIN =
    'Kế hoạch thực hiện công tác trẻ em năm 2019; báo cáo Sở Y tế trước ngày 15/11/2019 và tổ chức bảo vệ trẻ em';

  it.each([
    ['.VnTime', TCVN3],
    ['VNI-Times', VNI],
  ])('a Word document in %s', async (font, written) => {
    const fonts = `<w:rFonts w:ascii="${font}" w:hAnsi="${font}"/>`;
    expect(await linesOf(paragraph(run(written, fonts) + run(' – chữ thường')))).toEqual([`${PLAIN} – chữ thường`]);
    const styles = `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>${fonts}</w:rPr></w:style>`;
    expect(await linesOf(paragraph(run(written)), { styles })).toEqual([PLAIN]);
  });

  it('a capital font shows capitals', async () => {
    expect(await linesOf(paragraph(run('kÕ ho¹ch', '<w:rFonts w:ascii=".VnTimeH"/>')))).toEqual(['KẾ HOẠCH']);
  });

  it.each([
    ['TCVN3', TCVN3],
    ['VNI', VNI],
  ])('a plain text in %s, in bytes and as Western letters in Unicode', async (_, written) => {
    for (const bytes of [Buffer.from(written, 'latin1'), Buffer.from(written)])
      expect((await readBytes(bytes)).lines.map((line) => line.text)).toEqual([PLAIN]);
  });

  it("a plain text in Windows' Vietnamese code page", async () => {
    // Its tone marks are letters of their own: EC is the acute.
    const written = Buffer.from('K\u00ea\u00ec ho\u00e1ch c\u00e1c xa\u00de v\u00e0 ng\u00e0y', 'latin1');
    expect((await readBytes(written)).lines[0]!.text).toBe('Kế hoách các xã và ngày');
  });
});
