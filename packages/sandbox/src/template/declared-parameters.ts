import { readTemplateFile } from './read-template.ts';
import { isMapping } from './value.ts';

/** Names of the parameters that a template declares. @throws TemplateError */
export function declaredParameters(templateFile: string): string[] {
  const { Parameters: declared } = readTemplateFile(templateFile);
  return isMapping(declared) ? Object.keys(declared) : [];
}
