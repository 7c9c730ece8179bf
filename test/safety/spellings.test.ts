import { describe, expect, it } from 'vitest';
import { assess } from '../../src/safety/assess.ts';
import { fold } from '../../src/text/fold.ts';
import { toTelex } from '../../src/safety/training/variants.ts';
import { gate } from './gate.ts';

/** Clear sentences of every category; none may pass in any way of typing it. */
const CLEAR = [
  'bố đang đánh con',
  'mẹ kế đánh em bầm hết người',
  'cháu bị bố đánh mỗi ngày',
  'thầy đánh em chảy máu đầu',
  'bà chủ trói con ngoài sân',
  'bố dượng nhốt cháu trong kho',
  'con bị đánh đập ở nhà',
  'em không muốn sống nữa',
  'con chỉ muốn chết cho xong',
  'em vừa uống hết vỉ thuốc ngủ',
  'bạn em đang đứng ngoài lan can',
  'em định tự tử tối nay',
  'con hay rạch tay mình',
  'bạn em viết thư tuyệt mệnh',
  'chú hàng xóm sờ vùng kín con',
  'thầy sờ ngực em trong lớp học thêm',
  'em bị hiếp dâm',
  'cháu gái bị chú xâm hại tình dục',
  'ông ấy cởi quần em rồi bảo đừng nói với ai',
  'bố dượng nằm đè lên em ban đêm',
  'nó đe dọa tung ảnh của em',
  'có người dọa đăng clip nóng của con',
  'người yêu cũ dọa gửi ảnh cho bố mẹ em',
  'nó bắt em gửi ảnh khỏa thân',
  'em bị bắt về làm vợ',
  'nhà ép em lấy chồng, em mới học lớp 8',
  'bố mẹ bắt con lấy chồng',
  'em bị lừa bán sang Trung Quốc',
  'tụi em bị nhốt, không cho ra ngoài',
  'con tôi bị bắt cóc',
  'bạn em bị đưa sang Campuchia',
  'con trốn dưới giường',
  'em đang trốn trong nhà tắm, bố đập cửa',
  'bố cầm dao đòi giết mẹ con',
  'chú say rượu đổ xăng đòi đốt nhà',
  'bố đánh mẹ trước mặt con',
  'ba bóp cổ mẹ, con sợ quá',
  'em bé không thở',
  'cháu bé co giật, gọi không dậy',
  'bé nhà em bị điện giật',
  'con tôi rơi xuống giếng',
  'bạn em bị nước cuốn mất rồi',
  'thằng bé đang bị đuối nước',
  'cháy nhà, còn trẻ ở trong',
  'bé bị hóc xương tím tái',
  'mất con từ sáng, tìm không thấy',
  'cháu tôi mất tích từ hôm qua',
  'con gái tôi bỏ nhà đi hai hôm nay',
  'em bị bỏ đói hai ngày rồi',
  'mẹ bắt con nhịn ăn cả ngày',
  'bé sơ sinh bị bỏ rơi trước cổng chùa',
  'em bị trấn lột ở cổng trường',
  'con bị cả lớp tẩy chay',
  'con em bị bạn bắt nạt',
  'tụi nó đánh hội đồng, em bị đánh hội đồng',
  'em bị chủ đánh và bị quỵt lương',
  'con bị bắt đi ăn xin',
  'cháu bị bạo hành thì báo ở đâu',
  'em bị bố đánh thì gọi ai',
  'con 13 tuổi có thai rồi',
  'cứu em với',
  'my dad hits me',
  'help me please',
];

const TYPINGS: [name: string, type: (text: string) => string][] = [
  ['as written', (text) => text],
  ['without diacritics', fold],
  ['in Telex keys', (text) => text.replace(/\p{L}+/gu, (word) => toTelex(word))],
  ['in capitals', (text) => text.toUpperCase()],
  ['with zero-width characters', (text) => [...text].join('\u200b')],
  ['drawn out', (text) => text.replace(/(\p{L})(?=$|[.,!?])/gu, '$1$1$1$1')],
  ['in decomposed letters', (text) => text.normalize('NFD')],
];

describe.each(TYPINGS)('a clear sentence typed %s', (_name, type) => {
  it.each(CLEAR)('%s is caught', (text) => {
    expect(assess(type(text), gate).level).not.toBe('none');
  });
});
