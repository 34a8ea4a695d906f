interface Whole {
  name: string;
  widthPx: number;
  quality: number;
}

interface Square {
  name: string;
  edgePx: number;
  quality: number;
}

export interface RenditionList {
  whole: readonly Whole[];
  square: readonly Square[];
}

/**
 * The pictures that we make, in this one place; a line more is a rendition more. Whole pictures by their width, widest
 * first: each is made from the pixels of the one before. Squares by their edge: the part that catches the eye.
 * None is ever enlarged: see `planRenditions` for what an original gets that is smaller than one of these.
 * `quality` is WebP's: at these, test/correctness finds likeness and colours as they have to be.
 */
export const renditions: RenditionList = {
  whole: [
    { name: 'w1280', widthPx: 1280, quality: 86 },
    { name: 'w640', widthPx: 640, quality: 84 },
    { name: 'w320', widthPx: 320, quality: 84 },
    { name: 'w160', widthPx: 160, quality: 86 },
  ],
  square: [{ name: 's256', edgePx: 256, quality: 84 }],
};

/**
 * How hard WebP's encoder tries, 0 to 6. At the same likeness, 2 and 4 make smaller files and take half as long again,
 * and three times as long: decision 0010.
 */
export const webpEffort = 0;

/** Of the single picture of an original that is narrower than all of them. */
const ownWidthQuality = 84;

/** No rendition is more than this many times as high as its width says: WebP ends at 16,383 px, and a page before. */
const maxHeightPerWidth = 4;

export interface Size {
  widthPx: number;
  heightPx: number;
}

export interface PlannedRendition extends Size {
  name: string;
  quality: number;
}

export interface PlannedStep extends PlannedRendition {
  /** Squares that are cut out of this picture, because it is the narrowest that holds them. */
  squares: PlannedRendition[];
}

/**
 * The renditions of an upright original of this size, widest first. Never larger than the original: one narrower than
 * every width of the list gets a single whole picture of its own width. A square keeps its name and is smaller where
 * the widest picture's shorter edge is: `s256` of an original of 400 × 120 px is 96 × 96 px (of `w320`), of one of
 * 1,280 × 120 px it is 120 × 120 px.
 */
export function planRenditions(
  { widthPx, heightPx }: Size,
  list: RenditionList = renditions,
): [PlannedStep, ...PlannedStep[]] {
  const own = { name: `w${widthPx}`, widthPx, quality: ownWidthQuality };
  const [first = own, ...rest] = list.whole.filter((one) => one.widthPx <= widthPx);
  const step = ({ name, quality, widthPx: width }: Whole): PlannedStep => {
    const scale = Math.min(width / widthPx, (width * maxHeightPerWidth) / heightPx, 1);
    const size = {
      widthPx: Math.max(1, Math.round(widthPx * scale)),
      heightPx: Math.max(1, Math.round(heightPx * scale)),
    };
    return { name, quality, ...size, squares: [] };
  };
  const steps: [PlannedStep, ...PlannedStep[]] = [step(first), ...rest.map(step)];
  for (const { name, quality, edgePx } of list.square) {
    const edge = Math.min(edgePx, shortestEdge(steps[0]));
    const source = steps.findLast((candidate) => shortestEdge(candidate) >= edge) ?? steps[0];
    source.squares.push({ name, quality, widthPx: edge, heightPx: edge });
  }
  return steps;
}

const shortestEdge = ({ widthPx, heightPx }: Size): number => Math.min(widthPx, heightPx);
