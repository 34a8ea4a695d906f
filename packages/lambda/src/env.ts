import * as z from 'zod';

/**
 * Reads and checks a function's environment, once, when the module loads: a wrong deployment fails at its first
 * start and not at the first request that needs the variable.
 * @throws Error that names each missing or malformed variable, never a value
 */
export function readEnv<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(process.env);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  throw new Error(`Environment variables are missing or malformed: ${names.join(', ')}`);
}
