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

type Work<Message> = (message: Message, context: { trace: Trace }) => Promise<void>;

/** The handler of a service's own work queue; messages are made by `queueBody`. Failed ones are reported one by one. */
export const queueHandler = <Message>(schema: z.ZodType<Message>, work: Work<Message>) =>
  batchHandler((body) => handOverMessage(schema, work, body));

/** For a queue that holds something else as well. */
export async function handOverMessage<Message>(
  schema: z.ZodType<Message>,
  work: Work<Message>,
  body: unknown,
): Promise<void> {
  const { trace, message } = envelope.parse(body);
  const keys = { correlationId: trace.correlationId, causationId: trace.causationId };
  await logged(keys, 'Work failed', async () => {
    logger.info('Received work from the queue');
    await work(schema.parse(message), { trace });
  });
}

/** Made by `queueBody`, and no event that a rule put into the queue. */
export const isMessage = (body: unknown): boolean => envelope.safeParse(body).success;
