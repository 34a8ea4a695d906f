/** Beyond this many times its other edge, a picture that fits the screen shows nothing of what is in it. */
const maxRatio = 2.5;

export type Shape = 'tall' | 'wide' | 'plain';

/** How a photo can be looked at: a long screenshot or a panorama is scrolled, every other one is seen at once. */
export function shapeOf(widthPx: number, heightPx: number): Shape {
  if (heightPx > widthPx * maxRatio) return 'tall';
  return widthPx > heightPx * maxRatio ? 'wide' : 'plain';
}

/** How wide the page shows it, as `sizes` in HTML has it; styles/photos.css has the same lengths. */
export function stageSizes(shape: Shape, ratio: number): string {
  if (shape === 'tall') return '(max-width: 40rem) 100vw, 40rem';
  return shape === 'wide' ? `calc(60vh * ${ratio.toFixed(2)})` : '(max-width: 70rem) 100vw, 70rem';
}
