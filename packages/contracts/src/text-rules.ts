/** What is asked of text that people write. Without zod, so that the web app can keep it as well. */

/** Embeddings, overrides and isolates: they turn what stands behind them, too. The marks LRM, RLM and ALM do not, and are left. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Takes away what turns the direction of writing: in a name, it would make the rest of a sentence run backwards. Letters of
 * right-to-left scripts need none of it.
 */
export const withoutTurns = (text: string): string => text.replace(turns, '');

/**
 * Is there anything to see? Not in blanks, control and format characters, fillers (U+3164), a Braille cell without dots
 * (U+2800), a note without a head (U+1D159), or combining marks that have nothing to stand on.
 */
export const isVisible = (text: string): boolean =>
  /[^\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u.test(text);

/** One line: no line breaks, no other control characters. */
export const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** In characters as JSON Schema counts them; JavaScript's `length` counts most emoji twice. */
export const lengthOf = (text: string): number => [...text].length;
