import type { Trace } from '@shutterbus/contracts/event';
import * as z from 'zod';
import { batchHandler } from './batch.ts';
import { logged } from './logged.ts';
import { logger } from './logger.ts';

const envelope = z.object({
  trace: z.object({
    correlationId: z.string().min(1),
    causationId: z.string().min(1),
    actorId: z.string().optional(),
  }),
  message: z.unknown(),
});

/** The body of a message between two functions of one service; what `queueHandler` reads. */
export const queueBody = (message: unknown, trace: Trace): string => JSON.stringify({ trace, message });

/** The handler of a service's own work queue; messages are made by `queueBody`. Failed ones are reported one by one. */
export function queueHandler<Message>(
  schema: z.ZodType<Message>,
  work: (message: Message, context: { trace: Trace }) => Promise<void>,
) {
  return batchHandler(async (body) => {
    const { trace, message } = envelope.parse(body);
    const keys = { correlationId: trace.correlationId, causationId: trace.causationId };
    await logged(keys, 'Work failed', async () => {
      logger.info('Received work from the queue');
      await work(schema.parse(message), { trace });
    });
  });
}
