import type { LinkPreviewMaker } from '../ports.ts';
import { linkPreviewBounds } from '../renditions.ts';

/** Tried one after the other, until the file is small enough; then again at three quarters of the size. */
const qualities = [80, 70, 60, 45, 30];

/** JPEG, since messengers take no WebP. Of a very tall picture the upper part. Loads its library when it is first needed. */
export function sharpLinkPreviews(): LinkPreviewMaker {
  return {
    async make(rendition) {
      const { guardedSharp: sharp } = await import('./guarded-sharp.ts');
      const { width, height } = await sharp(rendition).metadata();
      for (let widest = Math.min(width, linkPreviewBounds.widthPx); ; widest = Math.ceil(widest * 0.75)) {
        const full = Math.max(1, Math.round((height * widest) / width));
        const size = { width: widest, height: Math.min(full, widest * linkPreviewBounds.heightPerWidth) };
        const { data, info } = await sharp(rendition)
          .resize({ ...size, fit: 'cover', position: 'top' })
          .flatten({ background: '#ffffff' })
          .raw()
          .toBuffer({ resolveWithObject: true });
        const raw = { width: info.width, height: info.height, channels: info.channels };
        for (const quality of qualities) {
          const bytes = await sharp(data, { raw }).jpeg({ quality }).toBuffer();
          if (bytes.length <= linkPreviewBounds.bytes)
            return { bytes, widthPx: info.width, heightPx: info.height };
        }
      }
    },
  };
}
