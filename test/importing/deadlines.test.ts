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
