import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/knowledge/source-text.ts';
import { importBody, importHeading } from './plan-text.ts';

describe('slogans', () => {
  it.each([
    [
      'in quotation marks in one line',
      '1. Truyền thông\n- Khẩu hiệu tuyên truyền: "Trẻ em là tương lai"; "Hãy lắng nghe trẻ em".',
    ],
    [
      'without quotation marks behind a colon',
      '1. Khẩu hiệu tuyên truyền: Trẻ em là tương lai; Hãy lắng nghe trẻ em.\n2. Treo băng rôn\n- Tại trụ sở.',
    ],
    [
      'bulleted below a sentence',
      '1. Truyền thông\nTuyên truyền với các khẩu hiệu:\n• Trẻ em là tương lai\n• Hãy lắng nghe trẻ em\n2. Khác\n- Không có.',
    ],
    ['numbered in brackets', '1. Khẩu hiệu tuyên truyền:\n(1) Trẻ em là tương lai;\n(2) Hãy lắng nghe trẻ em.'],
    [
      'in a table with a header',
      '1. Thông điệp\n\n| STT | Nội dung thông điệp |\n|---|---|\n| 1 | Trẻ em là tương lai |\n| 2 | Hãy lắng nghe trẻ em |\n',
    ],
    [
      'in single quotation marks',
      "1. Các thông điệp truyền thông gồm:\n- 'Trẻ em là tương lai';\n- 'Hãy lắng nghe trẻ em'.",
    ],
    [
      'numbered below a sentence in a numbered section',
      '1. Tuyên truyền\nSử dụng các thông điệp:\n1. Trẻ em là tương lai\n2. Hãy lắng nghe trẻ em\n2. Trao quà\n- Trao 100 suất quà.',
    ],
    [
      'each with where it hangs',
      '1. Khẩu hiệu:\n* “Trẻ em là tương lai” (treo tại cổng trường)\n* “Hãy lắng nghe trẻ em” (treo tại UBND xã)',
    ],
    [
      'with other words on the next line of a wrapped text',
      '1. Tuyên truyền trên hệ thống truyền thanh và treo băng rôn tại trụ sở với\nkhẩu hiệu:\n+ "Trẻ em là tương lai"\n+ "Hãy lắng nghe trẻ em"\nPhổ biến số điện thoại đến từng hộ gia đình và từng thôn xóm trên địa bàn của xã',
    ],
    ['on banners', '1. Truyền thông\nTreo băng rôn với nội dung: “Trẻ em là tương lai”, “Hãy lắng nghe trẻ em”.'],
  ])('%s', async (_, body) => {
    const { plan } = await importBody(`III. NỘI DUNG\n${body}`);
    expect(plan.slogans).toEqual(['Trẻ em là tương lai', 'Hãy lắng nghe trẻ em']);
  });
});

describe('an annex of slogans', () => {
  it('may have its title in small letters', async () => {
    const { plan } = await importBody(
      'III. NỘI DUNG\n1. Sở Y tế thực hiện.\n\nTrên đây là Kế hoạch năm 2026./.\n\nPHỤ LỤC\n\nCác khẩu hiệu truyền thông năm 2026\n\n1. Trẻ em là tương lai!\n\n2. Hãy lắng nghe trẻ em!',
    );
    expect(plan.slogans).toEqual(['Trẻ em là tương lai!', 'Hãy lắng nghe trẻ em!']);
  });
});

describe('work with slogans', () => {
  it('is none where the slogans stand elsewhere, nor are names of pages', async () => {
    const { plan } = await importBody(
      'II. CHỦ ĐỀ, KHẨU HIỆU\n1. Chủ đề: Theo hướng dẫn của Bộ Y tế.\n2. Khẩu hiệu: xem Phụ lục II.\nIII. NỘI DUNG\n1. Đăng khẩu hiệu trên fanpage “Tuổi trẻ Hoa Lư”.',
    );
    expect([plan.slogans, plan.theme]).toEqual([[], null]);
  });

  it('is no list of them', async () => {
    const { plan } = await importBody(
      'III. NỘI DUNG\n1. Chạy khẩu hiệu trên màn hình\na) Chủ trì: Sở Y tế.\nb) Thời gian: tháng 6.',
    );
    expect(plan.slogans).toEqual([]);
  });
});

describe('theme and period', () => {
  it.each([
    ['of a contest is not that of the plan', 'III. NỘI DUNG\n1. Tổ chức hội thi với chủ đề “Em yêu biển đảo”.', null],
    [
      'below a heading of its own',
      'II. CHỦ ĐỀ THÁNG HÀNH ĐỘNG\n“Chung tay bảo vệ trẻ em”\nIII. NỘI DUNG\n1. Truyền thông.',
      'Chung tay bảo vệ trẻ em',
    ],
  ])('a theme %s', async (_, body, theme) => {
    expect((await importBody(body)).plan.theme).toBe(theme);
  });

  it('the theme of the event that the plan is for is the plan’s', async () => {
    const { plan } = await importHeading(
      'SỞ Y TẾ\nSố: 12/KH-SYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNinh Bình, ngày 12 tháng 5 năm 2026\nKẾ HOẠCH\nTổ chức Diễn đàn trẻ em năm 2026\nI. CHỦ ĐỀ DIỄN ĐÀN\n“Trẻ em lên tiếng”',
    );
    expect(plan.theme).toBe('Trẻ em lên tiếng');
  });

  it('a whole month under "Thời gian" is the period from its first to its last day', async () => {
    const { plan } = await importBody(
      'II. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: Trong tháng 6 năm 2026.\nIII. NỘI DUNG\nTháng hành động vì trẻ em có chủ đề “Chung tay bảo vệ trẻ em”. Diễn đàn trẻ em với chủ đề “Trẻ em với không gian mạng”.',
    );
    expect(plan.period).toEqual({ from: '2026-06-01', to: '2026-06-30' });
    expect(plan.theme).toBe('Chung tay bảo vệ trẻ em');
  });
});

describe('targets', () => {
  it.each([
    ['Trên 95% trẻ em dưới 6 tuổi được cấp thẻ', ['Trên 95%']],
    ['90% trở lên trẻ em khuyết tật được chăm sóc', ['90% trở lên']],
    ['Giảm từ 5 - 7%/năm số trẻ em bị đuối nước', ['từ 5 - 7%/năm']],
    ['Tử vong trẻ em dưới 5 tuổi giảm còn 17,5‰; dưới 1 tuổi còn 11,3‰', ['17,5‰', '11,3‰']],
    ['Tổ chức 05 lớp cho 250 cộng tác viên', ['05 lớp', '250 cộng tác viên']],
    ['Thành lập mới 3 câu lạc bộ quyền tham gia của trẻ em', ['3 câu lạc bộ']],
    ['Vận động tối thiểu 2,5 tỷ đồng cho Quỹ Bảo trợ trẻ em', ['tối thiểu 2,5 tỷ đồng']],
    ['Mở từ 03 đến 05 lớp dạy bơi', ['từ 03 đến 05 lớp']],
    ['Vận động Quỹ Bảo trợ trẻ em từ 500 triệu đồng trở lên', ['từ 500 triệu đồng trở lên']],
    ['Không quá 05 vụ đuối nước', ['Không quá 05 vụ']],
    ['Trường đạt từ 80/100 điểm trở lên', ['từ 80/100 điểm trở lên']],
    ['Ít nhất 200 doanh nghiệp ký cam kết', ['Ít nhất 200 doanh nghiệp']],
    ['Giảm còn dưới 10 cặp tảo hôn', ['dưới 10 cặp']],
    ['Có 7 trên 10 trẻ được hỏi ý kiến', []],
    ['Phấn đấu 17/17 xã đạt tiêu chuẩn phù hợp với trẻ em', ['17/17']],
  ])('%s', async (text, figures) => {
    const { plan } = await importBody(`II. CHỈ TIÊU\n- ${text}.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế thực hiện.`);
    expect(plan.targets.map((target) => target.figures)).toEqual(figures.length === 0 ? [] : [figures]);
  });

  it.each([
    ['among duties', 'IV. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Phấn đấu 35% trạm y tế có góc vui chơi.', [['35%']]],
    ['below requirements', 'I. YÊU CẦU\n1. Vận động 100% trẻ em ra lớp đầu năm học.', [['100%']]],
    ['below a goal', 'I. MỤC TIÊU\n1. Không quá 02 trẻ em bị tai nạn.\n2. Truyền thông.', [['Không quá 02 trẻ em']]],
    [
      'below what must be reached',
      'II. KẾT QUẢ CẦN ĐẠT\n* 7/7 xóm có tủ sách;\n* Có trên 150 em học bơi.',
      [['7/7'], ['trên 150 em']],
    ],
    ['behind a number', 'II. MỤC TIÊU\n1. Tăng cường quản lý.\n2. 12/12 xã có nhóm nòng cốt.', [['12/12']]],
    ['as a cut', 'I. MỤC ĐÍCH, YÊU CẦU\n1. Kéo giảm từ 10% trở lên số vụ bạo lực.', [['từ 10% trở lên']]],
    ['without what was reached', 'II. CHỈ TIÊU\n- Có 80% lớp đạt chuẩn (năm 2024: 71%).', [['80%']]],
    [
      'for whom a duty is',
      'IV. TỔ CHỨC THỰC HIỆN\n1. Hội Phụ nữ: tặng ít nhất 30 suất quà cho trẻ mồ côi.',
      [['ít nhất 30 suất quà']],
    ],
    ['of all there are', 'III. NHIỆM VỤ\n1. 100% trường học có hộp thư góp ý.', [['100%']]],
    ['not in a body’s output', 'IV. TỔ CHỨC THỰC HIỆN\n1. Báo tỉnh: đăng ít nhất 02 tin, bài mỗi tháng.', []],
    ['not in levels of government', 'II. CHỈ TIÊU\n- Vận hành chính quyền 02 cấp thông suốt.', []],
    ['not in what is paid', 'III. NHIỆM VỤ\n1. Hỗ trợ 100% kinh phí mua thẻ bảo hiểm y tế.', []],
    ['not in what was done', 'I. ĐÁNH GIÁ TÌNH HÌNH\nNăm 2025 đã phấn đấu đạt 90% trẻ em được khám.', []],
    ['not in a date', 'III. NỘI DUNG\n1. Phấn đấu hoàn thành trước ngày 30/6/2026.', []],
  ])('%s', async (_, body, figures) => {
    expect((await importBody(body)).plan.targets.map((target) => target.figures)).toEqual(figures);
  });

  it('of a table of tasks: the shares that come of them, not the things handed in', async () => {
    const { plan } = await importBody(
      'III. NHIỆM VỤ\n\n| STT | Nội dung | Chủ trì | Sản phẩm |\n|---|---|---|---|\n| 1 | Khám mắt | Sở Y tế | 100% trẻ được khám |\n| 2 | Tập huấn | Sở Y tế | 02 lớp |\n',
    );
    expect(plan.targets.map((target) => target.figures)).toEqual([['100%']]);
  });

  it('of a table: a figure for each year, also beside the agency in charge', async () => {
    const { plan } = await importBody(
      'II. CHỈ TIÊU\n\n| STT | Chỉ tiêu | Năm 2026 | Năm 2030 | Cơ quan chủ trì |\n|---|---|---|---|---|\n| 1 | Tỷ lệ trẻ em biết bơi | trên 55% | trên 70% | Sở Y tế |\n',
    );
    expect(plan.targets).toEqual([{ number: '1', text: 'Tỷ lệ trẻ em biết bơi', figures: ['trên 55%', 'trên 70%'] }]);
  });
});

describe('telephone numbers', () => {
  it.each([
    [
      'Đầu mối: bà Trần Thị Lan, chuyên viên Phòng Bảo trợ xã hội, số điện thoại: 0912.345.678, email: lan.tt@ninhbinh.gov.vn.',
      ['bà Trần Thị Lan, chuyên viên Phòng Bảo trợ xã hội', '0912.345.678'],
    ],
    [
      'Báo cáo qua địa chỉ email phongtreem2026@ninhbinh.gov.vn của Sở Y tế, điện thoại 0229.3.871.222, fax 0229.3.871.223.',
      ['Sở Y tế', '0229.3.871.222'],
    ],
    ['Liên hệ Phòng Trẻ em (Sở Y tế), SĐT: (0229) 3.888.999.', ['Phòng Trẻ em (Sở Y tế)', '(0229) 3.888.999']],
    [
      'Hướng dẫn hệ thống truyền thanh cơ sở tuyên truyền về Tổng đài điện thoại quốc gia bảo vệ trẻ em 111.',
      ['Tổng đài điện thoại quốc gia bảo vệ trẻ em', '111'],
    ],
    [
      'Thông tin liên hệ: Sở Y tế tỉnh, địa chỉ số 18 Kim Đồng; điện thoại: 0229-3-871-123.',
      ['Sở Y tế tỉnh', '0229-3-871-123'],
    ],
    ['Đ/c Hoa: 0915 123 456.', ['Đ/c Hoa', '0915 123 456']],
    ['Liên hệ Phòng Người có công, Sở Nội vụ, ĐT 0229.3871.222.', ['Phòng Người có công, Sở Nội vụ', '0229.3871.222']],
    ['Phản ánh qua Tổng đài 1022 Ninh Bình.', ['Tổng đài 1022 Ninh Bình', '1022']],
    ['Công an xã trực ban 0229.3871.222 (24/24 giờ).', ['Công an xã', '0229.3871.222']],
    ['Đường dây nóng: 0229.3871.222 (Công an tỉnh).', ['Công an tỉnh', '0229.3871.222']],
    [
      'Cán bộ đầu mối: Nguyễn Văn An - Phó Trưởng phòng, số điện thoại 0912.345.678.',
      ['Nguyễn Văn An - Phó Trưởng phòng', '0912.345.678'],
    ],
    ['Người phụ trách trẻ em xã (bà Mai): 0912 345 678.', ['Người phụ trách trẻ em xã (bà Mai)', '0912 345 678']],
    ['Khi cần hãy gọi ngay: Trạm Y tế xã 0229.3871.222.', ['Trạm Y tế xã', '0229.3871.222']],
    ['Gia đình có thể liên hệ Mái ấm Hướng Dương 1800 599 920.', ['Mái ấm Hướng Dương', '1800 599 920']],
    ['Tiếp nhận tin báo qua số 113 của lực lượng trực.', ['số 113', '113']],
    ['Báo về trực ban Công an xã 0229.3871.222.', ['trực ban Công an xã', '0229.3871.222']],
    [
      'Công khai đường dây nóng phòng, chống xâm hại trẻ em của Sở GDĐT (0229.3871.222).',
      ['đường dây nóng phòng, chống xâm hại trẻ em của Sở GDĐT', '0229.3871.222'],
    ],
    ['Quảng bá Tổng đài quốc gia bảo vệ trẻ em 111.', ['Tổng đài quốc gia bảo vệ trẻ em', '111']],
  ])('%s', async (text, [name, phone]) => {
    const { plan } = await importBody(`IV. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- ${text}`);
    expect(plan.contacts).toEqual([{ name, phone }]);
  });

  it('of one owner have one name; those of accounts and taxes are none', async () => {
    const { plan } = await importBody(
      'III. NỘI DUNG\n- Liên hệ bà Mai, điện thoại 0229.3871.222 hoặc 0912.345.678.\n- Chuyển khoản số tài khoản 0123456789 tại ngân hàng. Mã số thuế: 0100109106.',
    );
    expect(plan.contacts).toEqual([
      { name: 'bà Mai', phone: '0229.3871.222' },
      { name: 'bà Mai', phone: '0912.345.678' },
    ]);
  });

  it('of the public short numbers stand beside the service that answers', async () => {
    const { plan } = await importBody(
      'III. NỘI DUNG\n- Liên hệ số cứu nạn 114, Công an 113 hoặc cấp cứu 115 khi có sự cố.',
    );
    expect(plan.contacts).toEqual([
      { name: 'số cứu nạn', phone: '114' },
      { name: 'Công an', phone: '113' },
      { name: 'cấp cứu', phone: '115' },
    ]);
    const listed = await importBody('III. NỘI DUNG\n- Khẩn cấp: Phòng cháy, chữa cháy 114; khi cần gọi 115.');
    expect(listed.plan.contacts).toEqual([
      { name: 'Phòng cháy, chữa cháy', phone: '114' },
      { name: 'gọi 115', phone: '115' },
    ]);
  });
});

describe('legal bases', () => {
  it('laws with their number, documents with words before "số", symbols of many parts; never the document itself', async () => {
    const { found } = await importBody(
      'Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025; Bộ luật Lao động số 45/2019/QH14;\nThực hiện Chương trình công tác số 07/CTr-BCĐ ngày 10/4/2026 của Ban Chỉ đạo; Thông tư liên tịch số 06/2018/TTLT-VKSNDTC-TANDTC-BCA-BTP-BLĐTBXH;\n(Kèm theo Kế hoạch số 45/KH-UBND ngày 12/5/2026)\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.',
    );
    expect(found.bases.map((basis) => [basis.number, basis.date])).toEqual([
      ['72/2025/QH15', '2025-06-16'],
      ['45/2019/QH14', null],
      ['07/CTr-BCĐ', '2026-04-10'],
      ['06/2018/TTLT-VKSNDTC-TANDTC-BCA-BTP-BLĐTBXH', null],
    ]);
  });
});

describe('a sentence on what was', () => {
  it('among goals gives no target', async () => {
    const { plan } = await importBody(
      'I. MỤC TIÊU\n1. Bảo vệ trẻ em trước bạo lực. Năm 2025, toàn tỉnh xảy ra 14 vụ xâm hại trẻ em, giảm 20% so với năm 2024.\n2. Phấn đấu giảm 30% số vụ xâm hại trẻ em so với năm 2025.',
    );
    expect(plan.targets.map((target) => target.figures)).toEqual([['30%']]);
  });
});

describe('a telephone number with its person in brackets behind it', () => {
  it('is that person’s where nobody is named before', async () => {
    const { plan } = await importBody(
      'IV. TỔ CHỨC THỰC HIỆN\n1. Các trường báo cáo nhanh khi có tai nạn, qua số điện thoại 0229.3000.555 (bà Lê Thu Hà).',
    );
    expect(plan.contacts).toEqual([{ name: 'bà Lê Thu Hà', phone: '0229.3000.555' }]);
  });
});

describe('a draft', () => {
  it('shows a deadline that names nobody as a line that is still open, and takes no reporter for it', async () => {
    const { draft } = await importBody(
      'III. NỘI DUNG\n1. Thăm, tặng quà 150 trẻ em mồ côi; hoàn thành trước ngày 20/6/2026.',
    );
    expect(draft.plan.deadlines).toEqual([]);
    const open = draft.plan.unclaimed.find((line) => line.reason.includes('trước ngày 20/6/2026'));
    expect(plainText(draft.source)).toContain(plainText(open?.line ?? 'nothing'));
  });
});
