/** Somebody's words inside a sentence of ours, where no element can hold them: they turn nothing around them. */
export const isolated = (words: string): string => `\u2068${words}\u2069`;
