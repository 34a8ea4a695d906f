/** A part of an UpdateExpression that writes these fields, whatever they are called, with the names and values that it speaks of. */
export function setting(fields: Record<string, unknown>) {
  const names = Object.keys(fields);
  return {
    expression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])),
  };
}
