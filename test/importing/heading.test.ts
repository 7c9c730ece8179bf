import { describe, expect, it } from 'vitest';
import { importHeading, importText } from './plan-text.ts';

const MOTTO = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc';
const TITLE = 'KẾ HOẠCH\nTháng hành động vì trẻ em năm 2026';

async function headingOf(text: string) {
  const { found, plan } = await importHeading(text);
  const { heading } = found;
  return {
    issuer: heading.issuer?.value ?? null,
    number: heading.number?.value ?? null,
    date: heading.date?.iso ?? null,
    level: heading.level,
    place: heading.placeName,
    title: plan.title,
    year: plan.year,
  };
}

describe('the heading of a document', () => {
  it.each([
    [
      'a commune, its two columns on one line',
      `ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ TÂN HƯNG                       Độc lập - Tự do - Hạnh phúc\nSố: 45/KH-UBND                    Tân Hưng, ngày 12 tháng 5 năm 2026\n\n${TITLE}`,
      { issuer: 'Ủy ban nhân dân xã Tân Hưng', number: '45/KH-UBND', date: '2026-05-12', level: 'commune' },
    ],
    [
      'a table of two cells',
      `| ỦY BAN NHÂN DÂN XÃ MƯỜNG SANG Số: 33/KH-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Mường Sang, ngày 11 tháng 5 năm 2026 |\n|---|---|\n\n${TITLE}`,
      { issuer: 'Ủy ban nhân dân xã Mường Sang', number: '33/KH-UBND', date: '2026-05-11', place: 'Mường Sang' },
    ],
    [
      'number and date on one line',
      `ỦY BAN NHÂN DÂN TỈNH CÀ MAU\n${MOTTO}\nSố: 0078/KH-UBND Cà Mau, ngày 21 tháng 5 năm 2026\n${TITLE}`,
      { number: '0078/KH-UBND', date: '2026-05-21', place: 'Cà Mau' },
    ],
    [
      'blanks in the number, a date with strokes',
      `UBND XÃ BÌNH MINH\nSố: 14 /KH - UBND\n${MOTTO}\nBình Minh, ngày 15/5/2026\n${TITLE}`,
      { issuer: 'UBND xã Bình Minh', number: '14/KH-UBND', date: '2026-05-15' },
    ],
    [
      'number and day left blank in a draft',
      `ỦY BAN NHÂN DÂN\nĐẶC KHU PHÚ QUÝ\n${MOTTO}\nSố:       /KH-UBND\nPhú Quý, ngày      tháng 5 năm 2026\nDỰ THẢO\n${TITLE}`,
      { issuer: 'Ủy ban nhân dân đặc khu Phú Quý', number: null, date: null, level: 'commune', year: 2026 },
    ],
    [
      'a ministry: no place of ours',
      `BỘ Y TẾ\n${MOTTO}\nSố: 512/KH-BYT\nHà Nội, ngày 10 tháng 4 năm 2026\n${TITLE}`,
      { issuer: 'Bộ Y tế', level: null, place: null },
    ],
    [
      'a department over two lines under its committee',
      `UBND HUYỆN LẠC SƠN\nPHÒNG LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 21/KH-PLĐTBXH\n${MOTTO}\nLạc Sơn, ngày 09 tháng 5 năm 2023\nKẾ HOẠCH\nTháng hành động vì trẻ em năm 2023`,
      { issuer: 'Phòng Lao động - Thương binh và Xã hội', level: 'district', place: 'Lạc Sơn', year: 2023 },
    ],
    [
      'a party committee',
      `ĐẢNG BỘ TỈNH GIA LAI\nĐẢNG ỦY XÃ IA PA\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-KH/ĐU\nIa Pa, ngày 20 tháng 5 năm 2026\n${TITLE}`,
      { issuer: 'Đảng ủy xã Ia Pa', number: '12-KH/ĐU', level: 'commune', place: 'Ia Pa' },
    ],
    [
      'a union',
      `BCH ĐOÀN TỈNH HƯNG YÊN\n***\nSố: 102-KH/TĐTN-BTG\nĐOÀN TNCS HỒ CHÍ MINH\nHưng Yên, ngày 15 tháng 4 năm 2026\n${TITLE}`,
      { issuer: 'BCH Đoàn tỉnh Hưng Yên', number: '102-KH/TĐTN-BTG', level: 'province' },
    ],
    [
      'a school whose scan has a nought for an O',
      `UBND PHƯỜNG ĐỐNG ĐA\nTRƯỜNG TIỂU HỌC KIM LIÊN\nSố: 56/KH-THKL\n${MOTTO}\nĐống Đa, ngày 20 tháng 9 năm 2025\nKẾ H0ẠCH\nPhòng, chống bạo lực học đường năm học 2025 - 2026`,
      { issuer: 'Trường Tiểu học Kim Liên', level: 'commune', place: 'Đống Đa', year: 2025 },
    ],
    [
      'capitals without diacritics',
      'UY BAN NHAN DAN\nTINH VINH LONG\nSo: 78/KH-UBND\nCONG HOA XA HOI CHU NGHIA VIET NAM\nDoc lap - Tu do - Hanh phuc\nVinh Long, ngay 18 thang 5 nam 2026\nKE HOACH\nThang hanh dong vi tre em nam 2026',
      { number: '78/KH-UBND', date: '2026-05-18', place: 'Vinh Long', year: 2026 },
    ],
  ])('%s', async (_, text, expected) => {
    expect(await headingOf(text)).toMatchObject(expected);
  });

  it('has its title over several lines, even where it opens like a preamble', async () => {
    const heading = await headingOf(
      `ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN\nSố: 1234/KH-UBND\n${MOTTO}\nĐiện Biên, ngày 08 tháng 01 năm 2026\nKẾ HOẠCH\nThực hiện Chương trình phòng, chống lao động trẻ em\ntrái quy định của pháp luật giai đoạn 2021 - 2030\ntrên địa bàn tỉnh Điện Biên\n\nCăn cứ Quyết định số 782/QĐ-TTg ngày 27/5/2021 của Thủ tướng Chính phủ;`,
    );
    expect(heading.title).toBe(
      'Thực hiện Chương trình phòng, chống lao động trẻ em trái quy định của pháp luật giai đoạn 2021 - 2030 trên địa bàn tỉnh Điện Biên',
    );
    expect(heading.year).toBe(2026);
  });

  it('of a plan attached to a decision: the plan’s title, the decision’s issuer and number', async () => {
    const { found } = await importText(
      `BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI\nSố: 123/QĐ-LĐTBXH\n${MOTTO}\nHà Nội, ngày 10 tháng 02 năm 2023\n\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch bảo vệ trẻ em năm 2023\n\nBỘ TRƯỞNG BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nCăn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch bảo vệ trẻ em năm 2023.\nNơi nhận:\n- Lưu: VT.\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nNguyễn Thị Hà\n\nKẾ HOẠCH\nBẢO VỆ TRẺ EM NĂM 2023\n(Ban hành kèm theo Quyết định số 123/QĐ-LĐTBXH ngày 10 tháng 02 năm 2023)\n\nI. NHIỆM VỤ\n1. Tổ chức truyền thông.`,
    );
    expect(found.heading).toMatchObject({
      type: { value: 'Kế hoạch' },
      title: { value: 'BẢO VỆ TRẺ EM NĂM 2023' },
      issuer: { value: 'Bộ Lao động - Thương binh và Xã hội' },
      number: { value: '123/QĐ-LĐTBXH' },
      signatory: { value: 'Nguyễn Thị Hà' },
    });
  });

  it('is not dated by a document that its title carries out', async () => {
    const heading = await headingOf(
      `TỈNH ỦY THANH HÓA\n*\nSố 45-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nThanh Hóa, ngày 02 tháng 3 năm 2024\nKẾ HOẠCH\nthực hiện Chỉ thị số 28-CT/TW, ngày 25/12/2023 của Bộ Chính trị`,
    );
    expect(heading).toMatchObject({ issuer: 'Tỉnh ủy Thanh Hóa', place: 'Thanh Hóa', level: 'province', year: 2024 });
  });

  it('is issued by the commune whose province stands below it', async () => {
    const heading = await headingOf(
      `ỦY BAN NHÂN DÂN XÃ ĐẮK LUA\nTỈNH ĐỒNG NAI\nSố: 31/KH-UBND\n${MOTTO}\nĐắk Lua, ngày 05 tháng 5 năm 2026\nKẾ HOẠCH\nChăm sóc trẻ em năm 2026`,
    );
    expect(heading).toMatchObject({ issuer: 'Ủy ban nhân dân xã Đắk Lua', place: 'Đắk Lua', level: 'commune' });
  });

  it('is issued by the office of the letterhead where a page has set the title above it', async () => {
    const heading = await headingOf(
      `KẾ HOẠCH Tổ chức Tết Trung thu năm 2025\nUBND HUYỆN LONG PHÚ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nỦY BAN NHÂN DÂN XÃ TÂN HƯNG | Độc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND | Tân Hưng, ngày 03 tháng 9 năm 2025\nThực hiện Kế hoạch số 80/KH-UBND ngày 20/8/2025 của UBND huyện Long Phú ban hành kế hoạch tổ chức Tết Trung thu.`,
    );
    expect(heading).toMatchObject({ issuer: 'Ủy ban nhân dân xã Tân Hưng', place: 'Tân Hưng', level: 'commune' });
  });
});
