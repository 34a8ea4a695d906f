/** Widths of the pictures that we make, widest first: the order in which each is made from the one before. */
export const renditionWidthsPx = [1280, 640, 320, 160] as const;

/** No rendition is more than this many times as high as its width says: WebP ends at 16,383 px, and a page before. */
const maxHeightPerWidth = 4;

export interface Size {
  widthPx: number;
  heightPx: number;
}

export interface PlannedRendition extends Size {
  name: string;
}

/**
 * The renditions of an upright original of this size, widest first. Never larger than the original; one smaller
 * than every width of the list gets a single rendition of its own width.
 */
export function planRenditions({ widthPx, heightPx }: Size): PlannedRendition[] {
  const fitting = renditionWidthsPx.filter((width) => width <= widthPx);
  return (fitting.length > 0 ? fitting : [widthPx]).map((width) => {
    const scale = Math.min(width / widthPx, (width * maxHeightPerWidth) / heightPx, 1);
    return {
      name: `w${width}`,
      widthPx: Math.max(1, Math.round(widthPx * scale)),
      heightPx: Math.max(1, Math.round(heightPx * scale)),
    };
  });
}
