import { describe, expect, it } from 'vitest';
import { importBody } from './plan-text.ts';

async function charged(body: string): Promise<string[]> {
  const { plan } = await importBody(body);
  return plan.assignments.map((each) => `${each.agency}: ${each.role}`);
}
const under = (body: string): Promise<string[]> => charged(`IV. TỔ CHỨC THỰC HIỆN\n${body}`);

describe('who is charged', () => {
  it.each([
    ['by a verb that no list has', '1. Công an tỉnh siết chặt quản lý địa bàn.', ['Công an tỉnh: implement']],
    [
      'by a verb behind a name that is not known',
      '1. Trung tâm Phục vụ hành chính công tỉnh niêm yết số điện thoại 111.',
      ['Trung tâm Phục vụ hành chính công tỉnh: implement'],
    ],
    [
      'with a verb’s word in its name',
      '1. Ủy ban Kiểm tra Đảng ủy đưa nội dung trẻ em vào chương trình giám sát.',
      ['Ủy ban Kiểm tra Đảng ủy: implement'],
    ],
    [
      'with a bracket behind its name',
      '1. Sở Y tế (cơ quan thường trực Ban Chỉ đạo)\n- Hướng dẫn thực hiện.',
      ['Sở Y tế: implement'],
    ],
    [
      'in a list parted by semicolons',
      '1. Sở GDĐT; Sở NN&MT; Sở KH&CN: Chỉ đạo đơn vị trực thuộc.',
      ['Sở GDĐT: implement', 'Sở NN&MT: implement', 'Sở KH&CN: implement'],
    ],
    [
      'in a clause of its own',
      '1. Đề nghị Hội Chữ thập đỏ tỉnh củng cố đội cứu nạn; Hội Nông dân tỉnh vận động hội viên.',
      ['Hội Chữ thập đỏ tỉnh: implement', 'Hội Nông dân tỉnh: implement'],
    ],
    [
      'in the style of party documents',
      '1- Văn phòng Tỉnh ủy theo dõi, đôn đốc.\n2- Các đảng ủy trực thuộc Tỉnh ủy xây dựng kế hoạch.',
      ['Văn phòng Tỉnh ủy: implement', 'Các đảng ủy trực thuộc Tỉnh ủy: implement'],
    ],
    [
      'in words of its own among agencies',
      '1. Công an xã\n- Tuần tra.\n2. Trạm Y tế xã\n- Khám sức khỏe.\n3. Bảo vệ\n- Trực cổng trường.',
      ['Công an xã: implement', 'Trạm Y tế xã: implement', 'Bảo vệ: implement'],
    ],
    [
      'in brackets behind a task',
      '1. Hội thi (Sở Y tế chủ trì; Tỉnh đoàn, Công an tỉnh phối hợp)',
      ['Sở Y tế: lead', 'Tỉnh đoàn: coordinate', 'Công an tỉnh: coordinate'],
    ],
    [
      'behind the kind of bodies',
      '1. Giao các đơn vị: Công an xã, Trạm Y tế xã: tuyên truyền.',
      ['Công an xã: implement', 'Trạm Y tế xã: implement'],
    ],
    [
      'by labels in other words',
      '1. Khảo sát\nCơ quan được giao chủ trì: Sở Y tế\nCơ quan tham gia: Sở Nội vụ',
      ['Sở Y tế: lead', 'Sở Nội vụ: coordinate'],
    ],
    [
      'by roles in brackets behind the names',
      '1. Hội thi\nĐơn vị thực hiện: Sở Y tế (chủ trì), Tỉnh đoàn, Công an tỉnh (phối hợp).',
      ['Sở Y tế: lead', 'Tỉnh đoàn: coordinate', 'Công an tỉnh: coordinate'],
    ],
    [
      'by roles in words behind the names',
      '1. Hội thi\nPhân công: Sở Y tế là cơ quan chủ trì; Sở Tư pháp và Sở Nội vụ phối hợp thực hiện.',
      ['Sở Y tế: lead', 'Sở Tư pháp: coordinate', 'Sở Nội vụ: coordinate'],
    ],
    [
      'in the last clause of a task',
      '1. Hội thi vẽ tranh; giao Tỉnh đoàn chủ trì, Sở Y tế phối hợp thực hiện.',
      ['Tỉnh đoàn: lead', 'Sở Y tế: coordinate'],
    ],
    [
      'before a label, and by a label that a date follows',
      '1. Tập huấn: Sở Nội vụ chủ trì mời giảng viên; phối hợp: Sở Y tế; xong trước 30/4/2026.',
      ['Sở Nội vụ: lead', 'Sở Y tế: coordinate'],
    ],
    [
      'where another body asks it',
      '1. UBND tỉnh giao Sở Y tế chủ trì hội nghị.\n2. Ban Chỉ đạo yêu cầu Công an tỉnh tuần tra.',
      ['Sở Y tế: lead', 'Công an tỉnh: implement'],
    ],
    [
      'by what it does, where it has no name',
      '1. Các đơn vị được phân công chủ trì gửi báo cáo về Sở Y tế.\n2. Các trường được chọn thí điểm xây dựng kế hoạch.',
      ['Các đơn vị được phân công chủ trì: implement', 'Các trường được chọn thí điểm: implement'],
    ],
    [
      'with small letters in its name',
      '1. Ban quản lý các khu công nghiệp tỉnh tuyên truyền.\n2. Trung tâm Bảo trợ xã hội tổng hợp tỉnh: tiếp nhận trẻ em.\n3. Trung tâm hỗ trợ phát triển giáo dục hòa nhập tỉnh dạy trẻ.',
      [
        'Ban quản lý các khu công nghiệp tỉnh: implement',
        'Trung tâm Bảo trợ xã hội tổng hợp tỉnh: implement',
        'Trung tâm hỗ trợ phát triển giáo dục hòa nhập tỉnh: implement',
      ],
    ],
    [
      'in two ways where it leads one of its duties',
      '1. Công an xã: Rà soát địa bàn; đồng thời chủ trì ký cam kết.',
      ['Công an xã: implement', 'Công an xã: lead'],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await under(body)).toEqual(expected);
  });

  it.each([
    ['who answers the telephone', '1. Công an xã: 0229.3871.222.\nĐầu mối liên hệ: Sở Y tế, điện thoại 0229.3871.333.'],
    ['who is asked at the end', 'Sở Y tế đề nghị các cơ quan, đơn vị, địa phương quan tâm phối hợp thực hiện./.'],
    ['a verb that some names open with', '- Thanh tra các bể bơi tư nhân.\n- Thống kê số liệu trẻ em.'],
  ])('nobody is charged by %s', async (_, body) => {
    expect(await charged(`III. NỘI DUNG\n1. Tuyên truyền về quyền trẻ em.\n${body}`)).toEqual([]);
  });

  it('whoever the one in charge works with coordinates; unnamed bodies do not', async () => {
    expect(
      await under(
        '1. Sở Y tế\n- Chủ trì, phối hợp với Sở Tư pháp, Công an tỉnh và các đơn vị liên quan tổ chức hội nghị.',
      ),
    ).toEqual(['Sở Y tế: lead', 'Sở Tư pháp: coordinate', 'Công an tỉnh: coordinate']);
  });

  it.each([
    [
      'in one duty leads and in the next works with others',
      '1. Sở Tư pháp: Chủ trì rà soát văn bản; phối hợp với Sở Y tế tư vấn cho gia đình; hướng dẫn đăng ký khai sinh.',
      ['Sở Tư pháp: lead', 'Sở Tư pháp: coordinate', 'Sở Tư pháp: implement', 'Sở Y tế: coordinate'],
    ],
    [
      'leads where the rest of the duty is a report or a date',
      '1. Sở Tư pháp chủ trì rà soát văn bản; đợt 1 hoàn thành trước 30/6; tổng hợp báo cáo UBND tỉnh.',
      ['Sở Tư pháp: lead'],
    ],
    [
      'leads among others that help, behind the task’s name',
      '1. Dọn sân chơi: Hội Phụ nữ xã chủ trì, Trường Mầm non Hoa Mai phối hợp, xong trước 29/5.',
      ['Hội Phụ nữ xã: lead', 'Trường Mầm non Hoa Mai: coordinate'],
    ],
    [
      'is told by the levels of schools',
      '1. Các cơ sở giáo dục mầm non, phổ thông bàn giao học sinh.',
      ['Các cơ sở giáo dục mầm non, phổ thông: implement'],
    ],
    [
      'is named before the case that the duty is for',
      '1. Công an xã khi nhận tin báo phải bảo vệ hiện trường.',
      ['Công an xã: implement'],
    ],
  ])('whoever %s', async (_, body, expected) => {
    expect(await under(body)).toEqual(expected);
  });

  it('leads and helps by labels in sentences of their own', async () => {
    expect(
      await charged(
        'III. NỘI DUNG\n1. Truyền thông\na) Mở chuyên mục mới. Đơn vị chủ trì: Sở Y tế. Đơn vị phối hợp: Sở Nội vụ. Thời gian: Quý I.',
      ),
    ).toEqual(['Sở Y tế: lead', 'Sở Nội vụ: coordinate']);
  });

  it('cases of abuse are no bodies', async () => {
    expect(await under('1. Sở Y tế\n- Các vụ việc trẻ em bị bạo hành phải báo cáo trong 24 giờ.')).toEqual([
      'Sở Y tế: implement',
    ]);
  });

  it('nobody is charged by what was done', async () => {
    expect(
      await charged(
        'I. ĐÁNH GIÁ TÌNH HÌNH\nSở Y tế đã tổ chức 12 lớp tập huấn. Công an tỉnh phát hiện 15 vụ.\nII. THÀNH PHẦN\nĐoàn số 1 do đồng chí Phó Giám đốc Sở Y tế làm Trưởng đoàn.',
      ),
    ).toEqual([]);
  });
});

describe('tables of tasks', () => {
  const ROLES = ['Sở Y tế: lead', 'Sở Nội vụ: coordinate'];

  it.each([
    ['with other words in the header', 'STT | Nhiệm vụ cụ thể | Đơn vị đầu mối | Đơn vị cùng thực hiện | Thời hạn'],
    ['with a header of two rows', 'STT | Nội dung | Cơ quan thực hiện | | Thời gian\n | | Chủ trì | Phối hợp | '],
  ])('%s', async (_, header) => {
    const rows = [...header.split('\n'), '1 | Tập huấn | Sở Y tế | Sở Nội vụ | Quý II/2026'];
    expect(await charged(`III. PHÂN CÔNG\n\n${rows.map((row) => `| ${row} |`).join('\n')}\n`)).toEqual(ROLES);
  });

  it('with the part of a body told in its task', async () => {
    expect(
      await charged(
        'III. PHÂN CÔNG\n\n| TT | Đơn vị | Nhiệm vụ |\n|---|---|---|\n| 1 | Sở Y tế | Chủ trì khám mắt |\n| 2 | Sở Nội vụ | Cấp giấy khen |\n',
      ),
    ).toEqual(['Sở Y tế: lead', 'Sở Nội vụ: implement']);
  });

  it('rows saved as plain text without outer bars', async () => {
    const rows = 'STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian\n1 | Tập huấn | Sở Y tế | Sở Nội vụ | Quý II/2026';
    expect(await charged(`III. PHÂN CÔNG\n\n${rows}\n`)).toEqual(ROLES);
  });

  it('cells that were broken over the lines of a drawn table', async () => {
    const rows =
      '| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian |\n|---|---|---|---|---|\n| 1 | Tập huấn về quyền | Sở Y tế | Hội Bảo vệ quyền trẻ em | Trước ngày |\n| | của trẻ em | | tỉnh; Tỉnh đoàn | 20/5/2026 |\n| 2 | Hội thi | Tỉnh đoàn | Sở Y tế | Quý II |';
    expect(await charged(`III. PHÂN CÔNG\n\n${rows}\n`)).toEqual([
      'Sở Y tế: lead',
      'Hội Bảo vệ quyền trẻ em tỉnh: coordinate',
      'Tỉnh đoàn: coordinate',
      'Tỉnh đoàn: lead',
      'Sở Y tế: coordinate',
    ]);
  });

  it('"nt" says what the row above says', async () => {
    const rows =
      '| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian |\n|---|---|---|---|---|\n| 1 | Tập huấn | Sở Y tế | Sở Nội vụ | Quý II |\n| 2 | Hội thi | Tỉnh đoàn | nt | -nt- |';
    expect(await charged(`III. PHÂN CÔNG\n\n${rows}\n`)).toEqual([
      ...ROLES,
      'Tỉnh đoàn: lead',
      'Sở Nội vụ: coordinate',
    ]);
  });

  it('behind the labels of who works with it, below its own name', async () => {
    expect(
      await under(
        '1. Sở Y tế\nCơ quan phối hợp: Sở Nội vụ, Tỉnh đoàn. Rà soát danh sách trẻ em cần phẫu thuật; cấp phát thuốc.',
      ),
    ).toEqual(['Sở Nội vụ: coordinate', 'Tỉnh đoàn: coordinate', 'Sở Y tế: implement']);
  });

  it('behind a colon in a section on reports, beside those who report', async () => {
    expect(
      await charged(
        'IV. CHẾ ĐỘ BÁO CÁO\n1. Các sở, ngành báo cáo UBND tỉnh trước ngày 15/11/2026.\n2. Sở Tài chính: Bố trí kinh phí theo quy định.',
      ),
    ).toEqual(['Sở Tài chính: implement']);
  });
});
