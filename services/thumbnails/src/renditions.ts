export interface Size {
  widthPx: number;
  heightPx: number;
}

/** One size of the whole picture. */
interface Whole {
  /** Of a picture of 4 : 3; every other one gets the same area, so that it costs as much. */
  widthPx: number;
  /** The least of its shorter edge when it is more than twice as long as wide: such a picture is read, not looked at. */
  readablePx: number;
  quality: number;
  effort: number;
}

interface Square {
  edgePx: number;
  quality: number;
  effort: number;
}

export interface RenditionList {
  /** Largest first: each is made from the pixels of the one before. */
  whole: readonly [Whole, ...Whole[]];
  square: readonly Square[];
}

/**
 * The pictures that we make, in this one place; a line more is a rendition more. Squares hold the part that catches the
 * eye. None is ever enlarged: see `planRenditions` for what an original gets that is smaller than one of these.
 * `quality` and `effort` (how hard the encoder tries, 0 to 6) are WebP's: decision 0027 has what each costs in a photo's life.
 */
export const renditions: RenditionList = {
  whole: [
    { widthPx: 1280, readablePx: 1080, quality: 86, effort: 0 },
    { widthPx: 640, readablePx: 540, quality: 86, effort: 2 },
    { widthPx: 320, readablePx: 270, quality: 86, effort: 2 },
    { widthPx: 160, readablePx: 135, quality: 88, effort: 2 },
  ],
  square: [{ edgePx: 256, quality: 86, effort: 2 }],
};

/** What messengers and networks make a link's preview of; they take no WebP, and no large files. */
export const linkPreviewBounds = { widthPx: 1200, heightPerWidth: 2, bytes: 300_000 };

/** What WebP can hold. */
const longestEdgePx = 16_383;
/** What is at most this many times as large as the largest rendition is given back pixel by pixel. */
const wholeUpTo = 2;
/** A rendition that is hardly smaller than the one before it is left out. */
const leastStep = 0.8;

export interface PlannedRendition extends Size {
  name: string;
  quality: number;
  effort: number;
}

export interface PlannedStep extends PlannedRendition {
  /** Squares that are cut out of this picture, because it is the narrowest that holds them. */
  squares: PlannedRendition[];
}

/**
 * The renditions of an upright original of this size, largest first, each named by its width, squares by their edge:
 * `w1280`, `s256`. Sizes follow the area, so 3,000 × 4,000 px become 960 × 1,280 px, and the shorter edge where a
 * picture is long: 12,000 × 2,500 px become 5,184 × 1,080 px. A screenshot of 1,080 × 2,400 px stays whole. A square is smaller where the
 * largest rendition's shorter edge is.
 */
export function planRenditions(
  original: Size,
  { whole, square }: RenditionList = renditions,
): [PlannedStep, ...PlannedStep[]] {
  const wanted = whole.map((one) => ({ scale: scaleOf(original, one), one }));
  const [largest] = wanted;
  // Returned pixel by pixel, before those of the list.
  const isNearlyWhole = largest && largest.scale ** 2 * wholeUpTo >= 1;
  const candidates = isNearlyWhole ? [{ ...largest, scale: capped(original, 1) }, ...wanted] : wanted;
  const steps: PlannedStep[] = [];
  let previous = Number.POSITIVE_INFINITY;
  for (const { scale, one } of candidates) {
    const size = scaled(original, scale);
    if (scale > previous * leastStep || steps.at(-1)?.widthPx === size.widthPx) continue;
    previous = scale;
    const { quality, effort } = one;
    steps.push({ name: `w${size.widthPx}`, quality, effort, ...size, squares: [] });
  }
  const [first, ...rest] = steps;
  if (!first) throw new Error('a list without renditions');
  for (const { edgePx, ...encoding } of square) {
    const edge = Math.min(edgePx, shorterEdge(first));
    const source = steps.findLast((candidate) => shorterEdge(candidate) >= edge) ?? first;
    source.squares.push({ name: `s${edge}`, ...encoding, widthPx: edge, heightPx: edge });
  }
  return [first, ...rest];
}

const area = ({ widthPx }: Whole): number => (widthPx * widthPx * 3) / 4;
const shorterEdge = ({ widthPx, heightPx }: Size): number => Math.min(widthPx, heightPx);
const longerEdge = ({ widthPx, heightPx }: Size): number => Math.max(widthPx, heightPx);

function scaleOf(original: Size, one: Whole): number {
  const byArea = Math.sqrt(area(one) / (original.widthPx * original.heightPx));
  const isLong = longerEdge(original) > 2 * shorterEdge(original);
  return capped(original, isLong ? Math.max(byArea, one.readablePx / shorterEdge(original)) : byArea);
}

const capped = (original: Size, scale: number): number =>
  Math.min(scale, 1, longestEdgePx / longerEdge(original));

const scaled = ({ widthPx, heightPx }: Size, scale: number): Size => ({
  widthPx: Math.max(1, Math.round(widthPx * scale)),
  heightPx: Math.max(1, Math.round(heightPx * scale)),
});
