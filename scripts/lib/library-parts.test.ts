import { librariesIn } from './library-parts.ts';

describe('librariesIn', () => {
  it('finds what a source imports of libraries, without types, our own packages, Node and native libraries', () => {
    const text = `import { readFile } from 'node:fs/promises';
import middy from '@middy/core';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand as Get,
} from '@aws-sdk/client-dynamodb';
import type { Handler } from 'aws-lambda';
import * as z from 'zod';
import sharp from 'sharp';
import { api } from '@shutterbus/contracts/api';
import { other } from './other.ts';
const shape = z.object({ name: z.string() });
type Shape = z.infer<typeof shape>;
`;
    expect([...librariesIn(text)]).toEqual([
      ['@middy/core', ['default']],
      ['@aws-sdk/client-dynamodb', ['DynamoDBClient', 'GetItemCommand']],
      ['zod', ['*.object', '*.string', '*.infer']],
    ]);
  });
});
