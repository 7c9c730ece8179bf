import { describe, expect, it } from 'vitest';
import { deadlinesOf, fullWords } from './deadline-sentences.ts';

type Row = readonly [sentence: string, deadlines: string];

const all = async (body: string): Promise<string> => (await deadlinesOf(body)).map(fullWords).join('; ');

/** Below "1. Sở Y tế" in the part on who does what. */
const UNDER_AN_AGENCY: readonly Row[] = [
  ['Báo cáo UBND tỉnh trước ngày 15/11/2026.', '2026-11-15 | Sở Y tế > UBND tỉnh'],
  ['Tổng hợp, báo cáo Bộ Y tế và UBND tỉnh trước ngày 20/11/2026.', '2026-11-20 | Sở Y tế > Bộ Y tế và UBND tỉnh'],
  ['Tham mưu UBND tỉnh ban hành kế hoạch trước ngày 15/3/2026.', '2026-03-15 | Sở Y tế > -'],
  ['Trình UBND tỉnh phê duyệt danh sách trước ngày 15/3/2026.', '2026-03-15 | Sở Y tế > UBND tỉnh'],
  ['Báo cáo Thủ tướng Chính phủ trước ngày 31/12/2026.', '2026-12-31 | Sở Y tế > Thủ tướng Chính phủ'],
  ['Hằng quý báo cáo Lãnh đạo Bộ về tiến độ thực hiện.', 'quarterly | Sở Y tế > Lãnh đạo Bộ'],
  [
    'Gửi kết quả về UBND tỉnh (qua Văn phòng UBND tỉnh) trước ngày 05/7/2026.',
    '2026-07-05 | Sở Y tế > UBND tỉnh (qua Văn phòng UBND tỉnh)',
  ],
  ['Chậm nhất ngày 05/12/2026 tham mưu UBND tỉnh báo cáo năm gửi Bộ Y tế.', '2026-12-05 | Sở Y tế > Bộ Y tế'],
  ['Xây dựng kế hoạch, hoàn thành trước ngày 30/4/2026.', '2026-04-30 | Sở Y tế > -'],
  ['Gửi Kế hoạch về Bộ Y tế trước ngày 30/4/2026 để theo dõi.', '2026-04-30 | Sở Y tế > Bộ Y tế'],
  [
    'Giao Phòng Bảo trợ xã hội tổng hợp, báo cáo Giám đốc Sở trước ngày 10/11/2026.',
    '2026-11-10 | Phòng Bảo trợ xã hội > Giám đốc Sở',
  ],
];

/** Sentences of their own in the part on who does what. */
const WITH_A_SUBJECT: readonly Row[] = [
  ['Đề nghị Công an tỉnh gửi số liệu về Sở Y tế trước ngày 10/11/2026.', '2026-11-10 | Công an tỉnh > Sở Y tế'],
  [
    'Các sở, ban, ngành và UBND các xã, phường gửi báo cáo về Sở Y tế trước ngày 10/11/2026 để tổng hợp, báo cáo UBND tỉnh.',
    '2026-11-10 | Các sở, ban, ngành và UBND các xã, phường > Sở Y tế',
  ],
  [
    'Các chi bộ trực thuộc xây dựng kế hoạch thực hiện trong vòng 20 ngày kể từ ngày ban hành Chương trình này.',
    '20d after ban hành Chương trình này | Các chi bộ trực thuộc > -',
  ],
  ['Định kỳ hằng quý các đơn vị gửi báo cáo về Sở Y tế.', 'quarterly | các đơn vị > Sở Y tế'],
  [
    'Trước ngày 15/6/2026, UBND các xã, phường báo cáo UBND tỉnh (qua Sở Y tế).',
    '2026-06-15 | UBND các xã, phường > UBND tỉnh (qua Sở Y tế)',
  ],
  [
    'Cấp xã: UBND các xã, phường tổ chức lễ phát động, xong trước ngày 05/6/2026.',
    '2026-06-05 | UBND các xã, phường > -',
  ],
  [
    'Rà soát, lập danh sách trẻ mồ côi, các cơ sở Hội gửi về Hội Liên hiệp Phụ nữ tỉnh trước ngày 31 tháng 3.',
    '2026-03-31 | các cơ sở Hội > Hội Liên hiệp Phụ nữ tỉnh',
  ],
  [
    'UBND các xã, phường xây dựng kế hoạch trước ngày 20/5/2026 và báo cáo kết quả về Sở Y tế trước ngày 10/7/2026.',
    '2026-05-20 | UBND các xã, phường > -; 2026-07-10 | UBND các xã, phường > Sở Y tế',
  ],
];

describe('who has to do it, to whom it goes and through whom', () => {
  it.each(UNDER_AN_AGENCY)('below its agency: %s', async (sentence, deadlines) => {
    expect(await all(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- ${sentence}`)).toBe(deadlines);
  });

  it.each(WITH_A_SUBJECT)('with its own subject: %s', async (sentence, deadlines) => {
    expect(await all(`I. TỔ CHỨC THỰC HIỆN\n1. ${sentence}`)).toBe(deadlines);
  });

  it.each([
    ['Giáo viên chủ nhiệm', 'Giáo viên chủ nhiệm'],
    ['Tổng phụ trách Đội', 'Tổng phụ trách Đội'],
    ['Đoàn kiểm tra số 1', 'Đoàn kiểm tra số 1'],
    ['Các bộ phận chuyên môn', 'Các bộ phận chuyên môn'],
  ])('the heading of a part names who acts, known or not: %s', async (heading, reporter) => {
    expect(
      await all(
        `I. TỔ CHỨC THỰC HIỆN\n1. ${heading}\n- Gửi danh sách về Sở Y tế trước ngày 28/5/2026.\n2. Văn phòng\n- Bố trí xe.`,
      ),
    ).toBe(`2026-05-28 | ${reporter} > Sở Y tế`);
  });
});

describe('the part on reports', () => {
  it('a lead-in names who and to whom, the items below it give the times', async () => {
    expect(
      await all(
        `II. CHẾ ĐỘ BÁO CÁO\nCác sở, ban, ngành và UBND các xã, phường gửi báo cáo về Sở Y tế:\n- Báo cáo 6 tháng: trước ngày 15/6/2026;\n- Báo cáo năm: trước ngày 15/12/2026.`,
      ),
    ).toBe(
      '2026-06-15 | Các sở, ban, ngành và UBND các xã, phường > Sở Y tế; 2026-12-15 | Các sở, ban, ngành và UBND các xã, phường > Sở Y tế',
    );
  });

  it('a numbered lead-in does the same', async () => {
    expect(
      await all(
        `II. CHẾ ĐỘ THÔNG TIN, BÁO CÁO\n1. Các sở, ban, ngành gửi báo cáo về Sở Y tế theo thời hạn sau:\na) Báo cáo quý: trước ngày 20 của tháng cuối quý;\nb) Báo cáo năm: trước ngày 10/12.\n2. Sở Y tế tổng hợp, báo cáo UBND tỉnh trước ngày 20/12.`,
      ),
    ).toBe(
      'quarterly | Các sở, ban, ngành > Sở Y tế; 2026-12-10 | Các sở, ban, ngành > Sở Y tế; 2026-12-20 | Sở Y tế > UBND tỉnh',
    );
  });

  it('two reports of one sentence share the recipient that stands behind both', async () => {
    expect(
      await all(
        `II. CHẾ ĐỘ BÁO CÁO\nCác sở, ban, ngành gửi báo cáo 6 tháng trước ngày 10/6/2026, báo cáo năm trước ngày 10/12/2026 về Sở Y tế để tổng hợp, báo cáo UBND tỉnh theo quy định.`,
      ),
    ).toBe('2026-06-10 | Các sở, ban, ngành > Sở Y tế; 2026-12-10 | Các sở, ban, ngành > Sở Y tế');
  });

  it('a chain gives each office its own day', async () => {
    expect(
      await all(
        `II. CHẾ ĐỘ BÁO CÁO\nUBND các xã, phường báo cáo Sở Y tế trước ngày 10/11/2026. Sở Y tế tổng hợp, báo cáo UBND tỉnh trước ngày 20/11/2026.`,
      ),
    ).toBe('2026-11-10 | UBND các xã, phường > Sở Y tế; 2026-11-20 | Sở Y tế > UBND tỉnh');
  });
});

describe('what stands apart from the time', () => {
  it('a letter asks all that follow of whom its preamble names', async () => {
    expect(
      await all(
        `Kính gửi: Ủy ban nhân dân các xã, phường.\nThực hiện Công văn số 123/SYT-BMTE ngày 05/5/2026 của Sở Y tế, đề nghị các đơn vị thực hiện một số nội dung sau:\n1. Xây dựng kế hoạch, gửi về Sở Y tế trước ngày 25/5/2026 để theo dõi.\n2. Treo băng rôn, khẩu hiệu từ ngày 25/5 đến hết ngày 30/6/2026.`,
      ),
    ).toBe('2026-05-25 | các đơn vị > Sở Y tế; 2026-06-30 | các đơn vị > -');
  });

  it('a part on reports says in lines of their own who makes them and where they go', async () => {
    expect(
      await all(
        `V. CHẾ ĐỘ BÁO CÁO\n1. Đơn vị báo cáo: UBND các xã, phường.\n2. Thời hạn gửi báo cáo:\n- Báo cáo 6 tháng: trước ngày 15/6;\n- Báo cáo năm: trước ngày 15/12.\n3. Nơi nhận báo cáo: Sở Y tế (qua Phòng Bảo trợ xã hội).`,
      ),
    ).toBe(
      '2026-06-15 | UBND các xã, phường > Sở Y tế (qua Phòng Bảo trợ xã hội); 2026-12-15 | UBND các xã, phường > Sở Y tế (qua Phòng Bảo trợ xã hội)',
    );
  });

  it('an event at the head of the sentence starts the hours at its end', async () => {
    expect(
      await all(`I. TỔ CHỨC THỰC HIỆN\n1. Công an xã: Khi phát hiện vụ việc, báo ngay Công an tỉnh trong vòng 02 giờ.`),
    ).toBe('2h after phát hiện vụ việc | Công an xã > Công an tỉnh');
  });

  it('the phases of a plan are no deadlines, what is due at their end is', async () => {
    expect(
      await all(
        `I. TIẾN ĐỘ THỰC HIỆN\n1. Giai đoạn chuẩn bị (tháng 3 - 4/2026): khảo sát.\n2. Giai đoạn triển khai: từ tháng 5 đến tháng 10/2026.\n3. Giai đoạn tổng kết: báo cáo UBND tỉnh trước ngày 30/11/2026.`,
      ),
    ).toBe('2026-11-30 | - > UBND tỉnh');
  });

  it('a sentence with two offices gives each its own days and recipients', async () => {
    expect(
      await all(
        `V. CHẾ ĐỘ BÁO CÁO\n1. UBND các xã báo cáo UBND tỉnh (qua Sở Y tế) 06 tháng trước ngày 10/6, năm trước ngày 05/12; Sở Y tế tổng hợp, báo cáo UBND tỉnh và Bộ Y tế trước ngày 15/6 và 15/12.`,
      ),
    ).toBe(
      [
        '2026-06-10 | UBND các xã > UBND tỉnh (qua Sở Y tế)',
        '2026-12-05 | UBND các xã > UBND tỉnh (qua Sở Y tế)',
        '2026-06-15 | Sở Y tế > UBND tỉnh và Bộ Y tế',
        '2026-12-15 | Sở Y tế > UBND tỉnh và Bộ Y tế',
      ].join('; '),
    );
  });

  it('a list of offices with a semicolon in it stays one subject', async () => {
    expect(
      await all(
        `V. TỔ CHỨC THỰC HIỆN\n1. Các sở, ban, ngành tỉnh; UBND các xã, phường xây dựng kế hoạch, gửi về Sở Y tế trước ngày 28/02/2026.`,
      ),
    ).toBe('2026-02-28 | Các sở, ban, ngành tỉnh; UBND các xã, phường > Sở Y tế');
  });

  it('brackets behind a task name who leads it and until when', async () => {
    expect(
      await all(
        `II. NHIỆM VỤ\n1. Rà soát quy chế phối hợp (Sở Y tế chủ trì; Công an tỉnh phối hợp; hoàn thành trước 30/6/2026).`,
      ),
    ).toBe('2026-06-30 | Sở Y tế > -');
  });

  it('the hours of a programme are no deadlines, what has to be ready before is', async () => {
    expect(
      await all(
        `I. THỜI GIAN, ĐỊA ĐIỂM\n1. Thời gian: 08h00 ngày 01/6/2026 (thứ Hai).\nII. CHƯƠNG TRÌNH\n- 07h30 - 08h00: Đón tiếp đại biểu.\n- 08h00 - 09h30: Lễ phát động.\nIII. PHÂN CÔNG\n1. Tỉnh Đoàn: chuẩn bị kịch bản, xong trước ngày 25/5.`,
      ),
    ).toBe('2026-05-25 | Tỉnh Đoàn > -');
  });

  it('the recipient of one duty is not that of its neighbour', async () => {
    expect(
      await all(
        `I. TỔ CHỨC THỰC HIỆN\n1. Trạm Y tế xã: Cân, đo trẻ dưới 5 tuổi vào tháng 6 và tháng 12 hằng năm; báo cáo Trung tâm Y tế trong vòng 07 ngày sau khi kết thúc đợt cân đo.`,
      ),
    ).toBe(
      '2026-06-30 month annual | Trạm Y tế xã > -; 2026-12-31 month annual | Trạm Y tế xã > -; 7d after kết thúc đợt cân đo | Trạm Y tế xã > Trung tâm Y tế',
    );
  });
});

describe('labelled times', () => {
  it('belong to whoever leads the task', async () => {
    expect(
      await all(
        `I. NHIỆM VỤ\n1. Tổ chức Diễn đàn trẻ em tỉnh.\n- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: Tỉnh Đoàn.\n- Thời gian thực hiện: Tháng 8/2026.`,
      ),
    ).toBe('2026-08-31 month | Sở Y tế > -');
  });

  it('name the office that the paper goes to', async () => {
    expect(
      await all(
        `I. NHIỆM VỤ\n1. Xây dựng Nghị quyết về chính sách hỗ trợ trẻ em.\n- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: Sở Tài chính.\n- Thời hạn trình UBND tỉnh: tháng 10 năm 2026.`,
      ),
    ).toBe('2026-10-31 month | Sở Y tế > UBND tỉnh');
  });

  it('give one deadline a round', async () => {
    expect(
      await all(
        `I. NHIỆM VỤ\n1. Bổ sung vitamin A cho trẻ em.\n- Chủ trì: Sở Y tế.\n- Thời hạn: đợt 1 trước ngày 10/6/2026; đợt 2 trước ngày 10/12/2026.`,
      ),
    ).toBe('2026-06-10 | Sở Y tế > -; 2026-12-10 | Sở Y tế > -');
  });

  it('of the whole campaign are its period and no deadline', async () => {
    expect(
      await all(`I. CHỦ ĐỀ, THỜI GIAN\n1. Thời gian thực hiện: 01/6/2026 – 30/6/2026.\n2. Địa điểm: toàn tỉnh.`),
    ).toBe('');
  });

  it('stand in columns of tables', async () => {
    expect(
      await all(
        `I. PHÂN CÔNG\n| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian |\n| --- | --- | --- | --- | --- |\n| 1 | Tập huấn cán bộ | Sở Y tế | Sở Tư pháp | Quý III/2026 |\n| 2 | Báo cáo kết quả | Sở Nội vụ | Sở Y tế | Trước 15/12/2026 |\n| 3 | Cập nhật phần mềm | UBND các xã, phường | Sở Y tế | Hằng tháng |`,
      ),
    ).toBe('2026-09-30 quarter | Sở Y tế > -; 2026-12-15 | Sở Nội vụ > -; monthly | UBND các xã, phường > -');
  });
});

describe('the year of a day without one', () => {
  it('is the half of the school year in which its month lies', async () => {
    const body = `I. TỔ CHỨC THỰC HIỆN\n1. Các trường học báo cáo Sở Giáo dục và Đào tạo học kỳ I trước ngày 10/01, cả năm trước ngày 31/5, kế hoạch trước ngày 15/9.`;
    const title = 'KẾ HOẠCH\nPhòng, chống bạo lực học đường năm học 2026 - 2027\n';
    expect((await deadlinesOf(body, title)).map((each) => each.due)).toEqual([
      '2027-01-10',
      '2027-05-31',
      '2026-09-15',
    ]);
  });
});

/** Sentences of their own whose subject stands in words that no list knows, or behind another's. */
const WHO_EXACTLY: readonly Row[] = [
  [
    'Các cơ quan được kiểm tra gửi báo cáo về Sở Nội vụ trước ngày 05/4/2026.',
    '2026-04-05 | Các cơ quan được kiểm tra > Sở Nội vụ',
  ],
  [
    'Các đơn vị chủ trì, UBND các xã, phường nộp hồ sơ về Sở Y tế trước ngày 05/4/2026.',
    '2026-04-05 | Các đơn vị chủ trì, UBND các xã, phường > Sở Y tế',
  ],
  [
    'Các trường tham gia hội thi nộp bài về Sở Giáo dục và Đào tạo trước ngày 01/9/2026.',
    '2026-09-01 | Các trường tham gia hội thi > Sở Giáo dục và Đào tạo',
  ],
  ['Các đơn vị đăng ký nhu cầu tập huấn với Sở Y tế trước ngày 10/3/2026.', '2026-03-10 | Các đơn vị > Sở Y tế'],
  [
    'Các đơn vị được phân bổ kinh phí quyết toán với Sở Tài chính trước ngày 31/12/2026.',
    '2026-12-31 | Các đơn vị được phân bổ kinh phí > Sở Tài chính',
  ],
  [
    'Đề nghị Tỉnh đoàn đăng ký số lượng trại sinh với Sở Y tế trước ngày 10/6/2026.',
    '2026-06-10 | Tỉnh đoàn > Sở Y tế',
  ],
  [
    'Văn phòng theo dõi, đôn đốc; Sở Y tế tổng hợp, báo cáo UBND tỉnh trước ngày 20/12/2026.',
    '2026-12-20 | Sở Y tế > UBND tỉnh',
  ],
  [
    'Các trường gửi hồ sơ về Sở Y tế trước ngày 08/5/2026; Phòng Nghiệp vụ Y thẩm định trong 07 ngày kể từ ngày nhận đủ hồ sơ.',
    '2026-05-08 | Các trường > Sở Y tế; 7d after nhận đủ hồ sơ | Phòng Nghiệp vụ Y > -',
  ],
  [
    'Khi có trẻ em bỏ nhà đi, trưởng thôn báo ngay cho UBND xã trong vòng 06 giờ kể từ khi biết tin.',
    '6h after biết tin | trưởng thôn > UBND xã',
  ],
  [
    'Trường hợp học sinh bị thương, nhà trường báo cáo Sở Y tế trong 02 giờ kể từ khi sơ cứu.',
    '2h after sơ cứu | nhà trường > Sở Y tế',
  ],
  ['Thanh tra các cơ sở trông giữ trẻ, hoàn thành trước ngày 20/6/2026.', '2026-06-20 | - > -'],
  ['Kiểm tra bếp ăn, xong trước ngày 20/6/2026. Sở Công Thương chủ trì thực hiện.', '2026-06-20 | Sở Công Thương > -'],
];

const WHERE_IT_GOES: readonly Row[] = [
  ['Tổng hợp, báo cáo Bộ Y tế, UBND tỉnh 6 tháng trước ngày 20/6/2026.', '2026-06-20 | Sở Y tế > Bộ Y tế, UBND tỉnh'],
  ['Trình UBND tỉnh dự thảo Quyết định trước ngày 12/7/2026.', '2026-07-12 | Sở Y tế > UBND tỉnh'],
  [
    'Gửi giấy mời đến phụ huynh trước ngày 10/7/2026; gửi kịch bản về UBND tỉnh trước ngày 12/7/2026.',
    '2026-07-10 | Sở Y tế > -; 2026-07-12 | Sở Y tế > UBND tỉnh',
  ],
  [
    'Báo cáo UBND tỉnh (qua Phòng Tổ chức, cán bộ) trước ngày 12/7/2026.',
    '2026-07-12 | Sở Y tế > UBND tỉnh (qua Phòng Tổ chức, cán bộ)',
  ],
  ['Thực hiện quy trình gửi hồ sơ, xong trước ngày 12/7/2026.', '2026-07-12 | Sở Y tế > -'],
];

describe('who exactly, and where exactly it goes', () => {
  it.each(WHO_EXACTLY)('%s', async (sentence, deadlines) => {
    expect(await all(`I. TỔ CHỨC THỰC HIỆN\n1. ${sentence}`)).toBe(deadlines);
  });

  it.each(WHERE_IT_GOES)('%s', async (sentence, deadlines) => {
    expect(await all(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- ${sentence}`)).toBe(deadlines);
  });

  it('a heading of two bodies is named as it is written', async () => {
    expect(
      await all(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế và Sở Tư pháp\n- Tập huấn, hoàn thành trước ngày 30/9/2026.`),
    ).toBe('2026-09-30 | Sở Y tế và Sở Tư pháp > -');
  });
});

describe('whom the lines below a task charge with it', () => {
  it.each([
    ['- Khảo sát điểm vui chơi, xong trước ngày 10/5/2026.\nĐơn vị chủ trì: Sở Y tế', '2026-05-10 | Sở Y tế > -'],
    [
      '- In sổ tay, xong trước ngày 10/5/2026.\nĐơn vị thực hiện: Sở Y tế chủ trì; Sở Tư pháp phối hợp.',
      '2026-05-10 | Sở Y tế > -',
    ],
    ['1. Biên soạn sổ tay; in và phát hành trước 15/7/2026\n- Chủ trì: Sở Tư pháp.', '2026-07-15 | Sở Tư pháp > -'],
    [
      '1. Trao xe đạp:\n- Thời gian: từ ngày 01/6 đến ngày 10/6/2026\n- Giao Sở Nội vụ chủ trì; Sở Y tế phối hợp.',
      '2026-06-10 | Sở Nội vụ > -',
    ],
    [
      '1. Kiểm tra đồ chơi nguy hiểm:\n- Hoàn thành trước ngày 20/9/2026.\n- Sở Công Thương chủ trì thực hiện.',
      '2026-09-20 | Sở Công Thương > -',
    ],
  ])('%s', async (body, deadlines) => {
    expect(await all(`II. NHIỆM VỤ\n${body}`)).toBe(deadlines);
  });

  it('unnumbered tasks with unnumbered labels keep theirs apart', async () => {
    expect(
      await all(
        `II. NHIỆM VỤ\nViệc 1. Lập danh sách\n  Cơ quan chủ trì: Sở Nội vụ\n  Thời hạn: trước ngày 31/3/2026\nViệc 2. Khám mắt cho học sinh\n  Cơ quan chủ trì: Sở Y tế\n  Thời hạn: trước ngày 30/4/2026`,
      ),
    ).toBe('2026-03-31 | Sở Nội vụ > -; 2026-04-30 | Sở Y tế > -');
  });

  it('a label with no more than a start gives no deadline', async () => {
    expect(await all(`II. NHIỆM VỤ\n1. Mở chuyên trang\n- Chủ trì: Sở Y tế.\n- Thời gian: từ ngày 15/5/2026.`)).toBe(
      '',
    );
  });

  it('the time among the topic and the place is the plan\u2019s own', async () => {
    expect(await all(`II. NỘI DUNG\n1. Chủ đề: Vì trẻ em.\n2. Thời gian: từ 01/6/2026 đến 30/6/2026.`)).toBe('');
  });
});

describe('headings that are only a time', () => {
  it('give their tasks that month or quarter', async () => {
    expect(
      await all(
        `II. TIẾN ĐỘ\n1. Tháng 5/2026\n- Ban hành kế hoạch.\n- Sở Y tế tập huấn, xong trước ngày 20/5/2026.\n2. Quý III:\na) Kiểm tra bếp ăn\nb) Thi vẽ tranh\n- Chủ trì: Tỉnh Đoàn.`,
      ),
    ).toBe(
      '2026-05-31 month | - > -; 2026-05-20 | Sở Y tế > -; 2026-09-30 quarter | - > -; 2026-09-30 quarter | Tỉnh Đoàn > -',
    );
  });

  it('do so without numbers too, and end with their dashes', async () => {
    expect(
      await all(
        `II. TIẾN ĐỘ\nTháng 6:\n- Tổ chức Lễ phát động.\n- Báo cáo UBND tỉnh.\nCác hoạt động trong tháng 9/2026\n- Rước đèn.\n2. Kinh phí\n- Ngân sách tỉnh.`,
      ),
    ).toBe('2026-06-30 month | - > -; 2026-06-30 month | - > UBND tỉnh; 2026-09-30 month | - > -');
  });

  it('quote the task and tell the heading as their time', async () => {
    const [deadline] = await deadlinesOf(`II. TIẾN ĐỘ\n1. Tháng 5/2026\n- Ban hành kế hoạch.`);
    expect(deadline).toMatchObject({
      quote: 'Ban hành kế hoạch.',
      dueText: 'Tháng 5/2026',
      section: 'II.1, gạch đầu dòng 1',
    });
  });

  it('charge nobody, and say nothing in parts on what was done or is aimed at', async () => {
    expect(await all(`II. TỔ CHỨC THỰC HIỆN\n1. Tháng 5/2026\n- Tổ chức hội thi vẽ tranh.`)).toBe(
      '2026-05-31 month | - > -',
    );
    expect(await all(`I. TÌNH HÌNH\n1. Tháng 5/2026\n- Tổ chức 02 hội nghị.`)).toBe('');
    expect(await all(`I. CHỈ TIÊU\n1. Quý I/2026\n- Tổ chức tiêm cho 90% trẻ em.`)).toBe('');
  });
});

const duty = (sentence: string): Promise<string> => all(`I. TỔ CHỨC THỰC HIỆN\n1. ${sentence}`);

describe('who has to do it and who is told, by way of others', () => {
  it.each<Row>([
    ['Phòng Y tế tổng hợp, trình UBND huyện ký báo cáo Sở Y tế trước ngày 10/7.', '2026-07-10 | Phòng Y tế > Sở Y tế'],
    ['Phòng Y tế báo cáo tiến độ với Chủ tịch UBND xã trước ngày 10/7.', '2026-07-10 | Phòng Y tế > Chủ tịch UBND xã'],
    ['Phòng Y tế trình UBND xã phê duyệt danh sách trước ngày 10/7.', '2026-07-10 | Phòng Y tế > UBND xã'],
    [
      'Các xã, phường gửi báo cáo về Sở Y tế trước ngày 15/11 để tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Y tế trước ngày 30/11.',
      '2026-11-15 | Các xã, phường > Sở Y tế; 2026-11-30 | Sở Y tế > Bộ Y tế',
    ],
    ['PC01 gửi số liệu về Phòng PC02 trước ngày 10/6.', '2026-06-10 | PC01 > Phòng PC02'],
    [
      'Công an các xã báo cáo Công an tỉnh (qua PA06) trước 14/6.',
      '2026-06-14 | Công an các xã > Công an tỉnh (qua PA06)',
    ],
    [
      'UBND các xã gửi danh sách về UBND huyện (qua phòng Nội vụ, email: nv@huyen.example) trước ngày 05/6.',
      '2026-06-05 | UBND các xã > UBND huyện (qua phòng Nội vụ)',
    ],
    ['Các trường bàn giao danh sách học sinh cho Đoàn phường trước 28/5.', '2026-05-28 | Các trường > Đoàn phường'],
    ['Trạm Y tế thông tin kết quả cho cơ quan điều tra trước 28/5.', '2026-05-28 | Trạm Y tế > cơ quan điều tra'],
    ['Giám sát: Trong đợt này, Thanh tra tỉnh chủ trì kiểm tra, xong trước 30/5.', '2026-05-30 | Thanh tra tỉnh > -'],
    [
      'Các đơn vị gửi kế hoạch trước ngày 08/4 và báo cáo kết quả trước ngày 20/12 về Sở Y tế.',
      '2026-04-08 | Các đơn vị > Sở Y tế; 2026-12-20 | Các đơn vị > Sở Y tế',
    ],
    ['Sở Y tế lập danh sách trẻ em được tặng quà trình UBND tỉnh trước 20/5.', '2026-05-20 | Sở Y tế > UBND tỉnh'],
    [
      'Sở Xây dựng cắm biển xong trước 15/5; các chủ đầu tư thông báo kết quả cho Sở Y tế trước 20/6.',
      '2026-05-15 | Sở Xây dựng > -; 2026-06-20 | các chủ đầu tư > Sở Y tế',
    ],
    ['Các vụ việc bạo lực trẻ em phải báo cáo Sở Y tế trước ngày 30/5.', '2026-05-30 | - > Sở Y tế'],
  ])('%s', async (sentence, deadlines) => {
    expect(await duty(sentence)).toBe(deadlines);
  });

  it('an office that tells others to report does not report; what else it has them do is its own', async () => {
    const told = (words: string): Promise<string> => duty(`Sở Giáo dục và Đào tạo\n- Chỉ đạo các trường ${words}.`);
    expect(await told('gửi danh sách về UBND cấp xã trước 25/5')).toBe('2026-05-25 | các trường > UBND cấp xã');
    expect(await told('hoàn thành sửa chữa trước 15/8')).toBe('2026-08-15 | Sở Giáo dục và Đào tạo > -');
  });
});

describe('who is charged behind the task, in its own paragraph', () => {
  it.each<Row>([
    [
      'Lắp biển cảnh báo, xong trước 20/5. Cơ quan chủ trì: Sở Xây dựng. Phối hợp: Sở Y tế.',
      '2026-05-20 | Sở Xây dựng > -',
    ],
    ['Hội trại “Tuổi thơ”: tháng 8/2026. Đơn vị thực hiện: Tỉnh đoàn.', '2026-08-31 month | Tỉnh đoàn > -'],
    [
      'Rà soát hồ bơi. Chủ trì: Sở Y tế. Phối hợp: Sở Nội vụ. Hoàn thành: tháng 5/2026.',
      '2026-05-31 month | Sở Y tế > -',
    ],
    ['Tổ chức hội trại vào ngày 28/5. Tỉnh đoàn chủ trì; Sở Y tế, Sở Nội vụ phối hợp.', '2026-05-28 | Tỉnh đoàn > -'],
    ['Mở lớp bơi, xong trước ngày 30/6/2026.Tỉnh đoàn chủ trì.', '2026-06-30 | Tỉnh đoàn > -'],
  ])('%s', async (sentence, deadlines) => {
    expect(await all(`I. NỘI DUNG\n1. ${sentence}`)).toBe(deadlines);
  });

  it('reads a task whose labels are dashed lines, the last "Hoàn thành: trong tháng 6"', async () => {
    const lines = '- Chủ trì: Sở Y tế.\n- Phối hợp: Sở Nội vụ.\n- Hoàn thành: trong tháng 6 năm 2026.';
    expect(await all(`I. NỘI DUNG\n1. Kiểm tra các hồ bơi\n${lines}`)).toBe('2026-06-30 month | Sở Y tế > -');
  });
});

describe('what is due', () => {
  it.each(['Trước 30/6.', 'Hoàn thành trước ngày 30/6/2026.', '(Trước ngày 30/6.)', '30/6/2026.'])(
    'is told even where a line is only its time: %s',
    async (line) => {
      for (const { what } of await deadlinesOf(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- ${line}`))
        expect(what).toMatch(/\p{L}/u);
    },
  );
});

it('label lines by the thousand take no time by their square', async () => {
  const started = performance.now();
  await deadlinesOf(`I. NỘI DUNG\n1. Rà soát\n${'- Chủ trì: Sở Y tế.\n- Thời gian: tháng 5/2026.\n'.repeat(1000)}`);
  expect(performance.now() - started).toBeLessThan(8000);
});

describe('a letter late in the year', () => {
  const head = `ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG\nSố: 900/KH-UBND\nCao Bằng, ngày 10 tháng 12 năm 2026\n`;
  const title = 'KẾ HOẠCH\nTổng kết công tác trẻ em năm 2026\n';
  const dues = async (times: string): Promise<(string | null)[]> =>
    (await deadlinesOf(`I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế báo cáo UBND tỉnh ${times}.`, title, head)).map(
      ({ due }) => due,
    );

  it.each([
    ['trước ngày 25/12', '2026-12-25'],
    ['trước ngày 05/01', '2027-01-05'],
    ['trước ngày 05 tháng 02', '2027-02-05'],
    ['trước ngày 05/01 năm sau', '2027-01-05'],
    ['trước ngày 05/01/2026', '2026-01-05'],
    ['trước ngày 30/11', '2026-11-30'],
  ])('%s', async (times, due) => {
    expect(await dues(times)).toEqual([due]);
  });
});

describe('several reports in one line, each by its own day', () => {
  it('names each by its period, which is no limit of its own', async () => {
    const line =
      'Quý I: trước ngày 12/3; 6 tháng: trước ngày 08/6; quý III: chậm nhất ngày 08/9; năm: trước ngày 08/11.';
    const found = await deadlinesOf(`I. CHẾ ĐỘ BÁO CÁO\n1. UBND các xã báo cáo Sở Y tế:\n- ${line}`);
    expect(found.map(({ due }) => due)).toEqual(['2026-03-12', '2026-06-08', '2026-09-08', '2026-11-08']);
    expect(found.map(({ what }) => what)).toEqual(['Quý I', '6 tháng', 'quý III', 'năm']);
  });
});

describe('an event and its day', () => {
  it.each<Row>([
    ['Sở Y tế rà soát hồ bơi, hoàn thành trước mùa mưa, chậm nhất 20/5/2026.', '2026-05-20 | Sở Y tế > -'],
    ['Sở Y tế hoàn thành khảo sát trước khi kết thúc năm học (28/5/2026).', '2026-05-28 | Sở Y tế > -'],
    ['Sở Y tế hoàn thành khảo sát, xong trước mùa mưa.', '?d before mùa mưa | Sở Y tế > -'],
  ])('%s', async (sentence, deadlines) => {
    expect(await duty(sentence)).toBe(deadlines);
  });
});

describe('names as the document writes them', () => {
  it.each<Row>([
    [
      'Phòng Khảo thí - Giáo dục chuyên nghiệp tổng hợp báo cáo UBND tỉnh trước ngày 10/7/2026.',
      '2026-07-10 | Phòng Khảo thí - Giáo dục chuyên nghiệp > UBND tỉnh',
    ],
    [
      'Các thôn gửi báo cáo về UBND xã (qua công chức Văn hóa - Xã hội, đ/c Lê Thị Mẫu) trước ngày 28/6/2026.',
      '2026-06-28 | Các thôn > UBND xã (qua công chức Văn hóa - Xã hội)',
    ],
    [
      'Các trường báo cáo Sở (qua Phòng Chính trị tư tưởng - Học sinh, email: a@b.vn) trước ngày 28/6/2026.',
      '2026-06-28 | Các trường > Sở (qua Phòng Chính trị tư tưởng - Học sinh)',
    ],
    [
      'Phòng Nội vụ tổng hợp, trình UBND huyện ký gửi Sở Nội vụ trước ngày 28/6/2026.',
      '2026-06-28 | Phòng Nội vụ > Sở Nội vụ',
    ],
  ])('%s', async (sentence, deadlines) => {
    expect(await duty(sentence)).toBe(deadlines);
  });

  it('keeps the words that join the names of a heading', async () => {
    const lines = '2. Bệnh viện Sản Nhi tỉnh và các trung tâm y tế:\n- Bố trí phòng khám, hoàn thành trước 30/6/2026.';
    expect(await all(`I. NHIỆM VỤ TRỌNG TÂM\n${lines}`)).toBe(
      '2026-06-30 | Bệnh viện Sản Nhi tỉnh và các trung tâm y tế > -',
    );
  });

  it.each<Row>([
    ['Thống kê, lập danh sách hồ bơi gửi Sở Y tế trước ngày 10/5/2026.', '2026-05-10 | UBND các xã > Sở Y tế'],
    ['Cơ quan phối hợp: Tỉnh đoàn. Hoàn thành khảo sát trước ngày 10/5/2026.', '2026-05-10 | UBND các xã > -'],
  ])('what has to be done and labels are nobody: %s', async (sentence, deadlines) => {
    expect(await all(`I. TỔ CHỨC THỰC HIỆN\n2. UBND các xã\n- ${sentence}`)).toBe(deadlines);
  });
});

it('"Cả năm" in a table is the year of the plan', async () => {
  const table = '| STT | Nhiệm vụ | Chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Khám sàng lọc | Sở Y tế | Cả năm |';
  expect(await all(`I. NỘI DUNG\n\n${table}\n`)).toBe('2026-12-31 year | Sở Y tế > -');
});
