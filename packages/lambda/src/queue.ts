import type { Trace } from '@shutterbus/contracts/event';
import * as z from 'zod';
import { batchHandler } from './batch.ts';
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
    logger.appendKeys({ correlationId: trace.correlationId, causationId: trace.causationId });
    logger.info('Received work from the queue');
    try {
      await work(schema.parse(message), { trace });
    } catch (error) {
      logger.error('Work failed', error as Error);
      throw error;
    } finally {
      logger.resetKeys();
    }
  });
}
