import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import * as z from 'zod';
import { root } from '../../lib/repository.ts';

const settingsSchema = z.object({
  MemorySize: z.int(),
  CodeUri: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const templateSchema = z.object({
  Resources: z.object({ OnMediaUploaded: z.object({ Properties: settingsSchema }) }),
});

const folder = path.join(root, 'services/thumbnails');
const { MemorySize, CodeUri, Environment } = templateSchema.parse(
  readTemplateFile(path.join(folder, 'template.yaml')),
).Resources.OnMediaUploaded.Properties;

/** What services/thumbnails/template.yaml gives the function that makes the renditions. */
export const memorySizeMb = MemorySize;
export const bundleFile = path.join(folder, CodeUri, 'index.js');
/** Those of its variables that are no names of resources: settings of memory, for libc and for Node. */
export const memoryVariables: Record<string, string> = Object.fromEntries(
  Object.entries(Environment.Variables).filter(
    (each): each is [string, string] => typeof each[1] === 'string',
  ),
);
