/** What is taken, as its owners call it. */
export const takenFormats = 'JPEG, PNG, WebP, GIF, AVIF or HEIC';
