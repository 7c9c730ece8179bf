/** The pages of a PDF as a scanner gives them: pictures, a little turned, grey and grainy. */
import PDFDocument from 'pdfkit';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ScanOptions {
  readonly dpi: number;
  /** In degrees. */
  readonly turned?: number;
  /** How far grey values stray, 0 to 255. */
  readonly noise?: number;
  /** Only so many pages. */
  readonly pages?: number;
}

interface Surface {
  readonly canvas: {
    toBuffer(type: string, quality?: number): Buffer;
    readonly width: number;
    readonly height: number;
  };
  readonly context: {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
    putImageData(data: unknown, x: number, y: number): void;
  };
}

/** A picture of each page. */
export async function scannedPages(pdf: Uint8Array, options: ScanOptions): Promise<Buffer[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0, disableFontFace: true, useSystemFonts: false });
  const document = await task.promise;
  try {
    const pictures: Buffer[] = [];
    const last = Math.min(document.numPages, options.pages ?? Infinity);
    for (let number = 1; number <= last; number += 1) {
      const page = await document.getPage(number);
      const viewport = page.getViewport({ scale: options.dpi / 72 });
      const factory = document.canvasFactory as { create(width: number, height: number): Surface };
      const surface = factory.create(Math.ceil(viewport.width), Math.ceil(viewport.height));
      const angle = ((options.turned ?? 0) * Math.PI) / 180;
      const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
      const [x, y] = [viewport.width / 2, viewport.height / 2];
      const transform = [cosine, sine, -sine, cosine, x - cosine * x + sine * y, y - sine * x - cosine * y];
      await page.render({
        canvas: surface.canvas as never,
        canvasContext: surface.context as never,
        viewport,
        transform,
      }).promise;
      addNoise(surface, options.noise ?? 0);
      pictures.push(surface.canvas.toBuffer('image/jpeg', 75));
    }
    return pictures;
  } finally {
    await task.destroy();
  }
}

function addNoise({ canvas, context }: Surface, noise: number): void {
  if (noise === 0) return;
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  let seed = 11;
  for (let at = 0; at < image.data.length; at += 4) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const stray = ((seed / 2_147_483_648) * 2 - 1) * noise;
    for (let colour = 0; colour < 3; colour += 1)
      image.data[at + colour] = (image.data[at + colour]! * 0.88 + 20 + stray) | 0;
  }
  context.putImageData(image, 0, 0);
}

/** A PDF of nothing but pictures. */
export function picturePdf(pictures: readonly Buffer[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    for (const picture of pictures) pdf.addPage().image(picture, 0, 0, { width: 595.28, height: 841.89 });
    pdf.end();
  });
}
