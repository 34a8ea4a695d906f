import type { ParameterDeclaration } from './sections.ts';
import type { ReportProblem } from './template-error.ts';
import { pendingText, scalarText, type Value } from './value.ts';

/** Also those of AWS's own types, such as `AWS::SSM::Parameter::Value<List<String>>`. */
const isList = (type: string): boolean =>
  /^(CommaDelimitedList$|List<)|<(List<|CommaDelimitedList>)/.test(type);

/** Types whose default is the name of a parameter in SSM, which nobody can ask here. */
const isStored = (type: string): boolean => type.startsWith('AWS::SSM::Parameter::Value');

/**
 * The value of each parameter: the given one, else its default. Numbers stay text, as in CloudFormation; lists become
 * arrays. Says what is wrong with a missing, unknown or refused value.
 */
export function parameterValues(
  declared: Record<string, ParameterDeclaration>,
  given: Readonly<Record<string, Value>>,
  report: ReportProblem,
): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [name, declaration] of Object.entries(declared)) {
    const place = `Parameters.${name}`;
    const stored = isStored(declaration.Type);
    const value = given[name] ?? (stored ? undefined : declaration.Default);
    const text = Array.isArray(value) ? value.join(',') : value === undefined ? undefined : scalarText(value);
    if (text === undefined) {
      const why = stored ? 'is kept in SSM, which is not here' : 'has no default';
      report(place, `${why}, and no value was given for it: start with --parameter-overrides ${name}=….`);
      values.set(name, isList(declaration.Type) ? [pendingText] : pendingText);
      continue;
    }
    const problem = refusal(declaration, text);
    if (problem !== undefined && text !== pendingText) {
      const shown = declaration.NoEcho ? '' : ` (it is "${text}")`;
      report(place, `${declaration.ConstraintDescription ?? problem}${shown}.`);
    }
    values.set(name, isList(declaration.Type) ? splitList(text) : text);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name))
      report(`Parameters.${name}`, 'a value is given, but the template has no such parameter.');
  }
  return values;
}

const splitList = (text: string): string[] => (text === '' ? [] : text.split(',').map((item) => item.trim()));

function refusal(declaration: ParameterDeclaration, text: string): string | undefined {
  const { Type: type, AllowedValues: allowed, AllowedPattern: pattern } = declaration;
  const items = isList(type) ? splitList(text) : [text];
  if (/^(List<)?Number/.test(type) && items.some((item) => item === '' || Number.isNaN(Number(item))))
    return 'must be a number';
  if (allowed && !items.every((item) => allowed.some((choice) => scalarText(choice) === item))) {
    return `must be one of ${allowed.map(scalarText).join(', ')}`;
  }
  if (pattern !== undefined && !items.every((item) => new RegExp(`^(?:${pattern})$`).test(item))) {
    return `must match ${pattern}`;
  }
  if (type === 'Number') {
    const number = Number(text);
    if (number < (declaration.MinValue ?? -Infinity)) return `must be at least ${declaration.MinValue}`;
    if (number > (declaration.MaxValue ?? Infinity)) return `must be at most ${declaration.MaxValue}`;
  } else {
    if (text.length < (declaration.MinLength ?? 0))
      return `must have at least ${declaration.MinLength} characters`;
    if (text.length > (declaration.MaxLength ?? Infinity))
      return `must have at most ${declaration.MaxLength} characters`;
  }
  return undefined;
}
