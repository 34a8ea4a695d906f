import type { YAMLParseError } from 'yaml';

/** What the library finds wrong with a text, in words for its author. https://eemeli.org/yaml/#error-codes */
const sentences: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_INDENT:
    'begins in another column than what stands beside it; what belongs together begins in the same one',
  TAB_AS_INDENT: 'is indented by a tab; YAML is indented by spaces',
  UNEXPECTED_TOKEN:
    'is not understood; text with a colon, a comma, a hash or a bracket in it is put into quotation marks',
  BLOCK_AS_IMPLICIT_KEY:
    'has a second colon where the value of the first is expected; text with a colon in it is put into quotation marks',
  MULTILINE_IMPLICIT_KEY:
    'is no key with a value; a key, its colon and the value begin on one line, and a comma parts what stands between { and }',
  IMPOSSIBLE: 'is not understood',
  BAD_SCALAR_START: 'begins with a character that means something else; put the text into quotation marks',
  BAD_ALIAS: 'is no name of an anchor',
  BAD_DIRECTIVE: 'begins with %, which is for directives; put the text into quotation marks',
  MULTIPLE_DOCS: 'begins a second document; a template is one',
};

/** @param text as it was parsed */
export function sentenceOfYaml({ code, message, pos }: YAMLParseError, text: string): string {
  if (/\bend with|Missing closing/.test(message)) {
    const quote = /Missing closing (.)quote/.exec(message)?.[1];
    return quote === undefined
      ? 'a { or [ that stands here or before is not closed; each has its } or ]'
      : `a quotation mark ${quote} is not closed`;
  }
  const words = sentences[code] ?? 'is no YAML';
  const near = text.slice(pos[0]).split('\n', 1)[0]?.trim().slice(0, 40);
  return near ? `${JSON.stringify(near)} ${words}` : words;
}
