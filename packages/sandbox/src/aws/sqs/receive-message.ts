import type { Call } from '../../core/edge.ts';
import type { QueueMessage } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { md5, md5OfAttributes } from './message-digest.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { names, wholeNumber } from './parameters.ts';
import type { Queue } from './queue-store.ts';
import type { WakeUps } from './wake-ups.ts';

/** Long polls that wait for a message; ended when the sandbox stops. */
export function makeReceiver(world: World, messages: MessageStore, wakeUps: WakeUps) {
  const waiting = new Set<() => void>();

  /** Takes messages as soon as there are some; none when the time is over or the caller has gone. */
  async function poll(
    queue: Queue,
    max: number,
    visibility: number | undefined,
    waitSeconds: number,
    call: Call,
  ) {
    const deadline = world.now() + waitSeconds * 1000;
    for (;;) {
      const taken = messages.receive(queue, max, { visibilitySeconds: visibility });
      const leftMs = deadline - world.now();
      if (taken.length > 0 || leftMs <= 0) return taken;
      const goOn = await new Promise<boolean>((resolve) => {
        const end = (wakened: boolean) => {
          clearTimeout(timer);
          unsubscribe();
          waiting.delete(give);
          call.response.off('close', give);
          resolve(wakened);
        };
        const give = () => end(false);
        const timer = setTimeout(give, leftMs);
        const unsubscribe = wakeUps.onMessage(queue.arn, () => end(true));
        waiting.add(give);
        call.response.once('close', give);
      });
      if (!goOn) return [];
    }
  }

  return {
    async receiveMessage(queue: Queue, input: Record<string, unknown>, call: Call): Promise<unknown> {
      const max = wholeNumber(input, 'MaxNumberOfMessages', 1, 10) ?? 1;
      const visibility = wholeNumber(input, 'VisibilityTimeout', 0, 43_200);
      const wait = wholeNumber(input, 'WaitTimeSeconds', 0, 20);
      const waitSeconds = wait ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds ?? 0);
      const taken = await poll(queue, max, visibility, waitSeconds, call);
      if (taken.length === 0) return {};
      const system = [...names(input.AttributeNames), ...names(input.MessageSystemAttributeNames)];
      const wanted = names(input.MessageAttributeNames);
      return { Messages: taken.map((message) => describe(world, message, system, wanted)) };
    },
    stop(): void {
      for (const end of waiting) end();
    },
  };
}

function describe(
  world: World,
  message: StoredMessage,
  system: readonly string[],
  wanted: readonly string[],
): Record<string, unknown> {
  // `prefix.*` names all that begin with the prefix.
  const all = ['All', '.*', '*'].some((name) => wanted.includes(name));
  const chosen = Object.entries(message.attributes).filter(
    ([name]) =>
      all ||
      wanted.some((want) => want === name || (want.endsWith('.*') && name.startsWith(want.slice(0, -2)))),
  );
  const attributes = Object.entries(systemAttributes(world, message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(chosen.length > 0 && {
      MessageAttributes: Object.fromEntries(chosen),
      MD5OfMessageAttributes: md5OfAttributes(Object.fromEntries(chosen)),
    }),
  };
}

/** `SenderId` is the account: who sent is not kept. */
export function systemAttributes(world: World, message: StoredMessage): Record<string, string> {
  return {
    SenderId: world.accountId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn !== undefined && { DeadLetterQueueSourceArn: message.sourceArn }),
    ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
  };
}

/** A message as other services of the sandbox see it. */
export function queueMessage(world: World, message: StoredMessage): QueueMessage {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(world, message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        { stringValue: StringValue ?? BinaryValue ?? '', dataType: DataType },
      ]),
    ),
    md5OfBody: md5(message.body),
  };
}
