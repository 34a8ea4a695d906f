import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

/** What was asked and what it cost, as DynamoDB counts it. */
export interface Consumed {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

const unitsSchema = z.object({
  CapacityUnits: z.number().optional(),
  ReadCapacityUnits: z.number().optional(),
  WriteCapacityUnits: z.number().optional(),
});
const answerSchema = z.object({
  output: z.object({ ConsumedCapacity: z.union([unitsSchema, z.array(unitsSchema)]).optional() }),
});

/** Lets every command of this client tell what it consumes. @returns what was consumed since the last look */
export function countConsumed(client: DynamoDBDocumentClient): () => Consumed {
  let consumed: Consumed = { requests: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity = [] } = answerSchema.parse(answer).output;
      const units = [ConsumedCapacity].flat();
      const sum = units.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
      const writes = /Put|Update|Delete|Write/.test(context.commandName ?? '');
      consumed.requests += 1;
      consumed[writes ? 'writeUnits' : 'readUnits'] += sum;
      return answer;
    },
    { step: 'initialize', name: 'countConsumed' },
  );
  return () => {
    const before = consumed;
    consumed = { requests: 0, readUnits: 0, writeUnits: 0 };
    return before;
  };
}
