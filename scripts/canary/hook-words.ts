import type { Sandbox } from '@shutterbus/sandbox/sandbox';
import * as z from 'zod';
import { jsonIn } from '../lib/json-in.ts';

const refusal = 'The release must not go on';
const line = z.object({ message: z.literal(refusal), error: z.object({ message: z.string() }) });

/** What the hooks wrote of why a release must not go on, each once, oldest first. CodeDeploy itself hears no more than Failed. */
export async function hookWords(search: Sandbox['services']['searchLogs']): Promise<string[]> {
  const words = new Set<string>();
  for await (const { message } of search((text) => text.includes(refusal))) {
    const said = line.safeParse(jsonIn(message)).data;
    if (said) words.add(said.error.message);
  }
  return [...words];
}
