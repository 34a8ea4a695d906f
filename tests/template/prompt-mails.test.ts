import { functionsOf } from './functions.ts';
import { ofType, readStacks, type Stack } from './templates.ts';
import { at, named } from './values.ts';

/** Logical ids of functions that tell somebody of what concerns them alone: it never waits behind a fan-out. */
const prompt = ['OnDownloadSettled', 'OnMediaRejected', 'OnUserRegistered'];

const stack: Stack = readStacks().stacks.notifications ?? {};
const queueOf = (id: string): string | undefined => {
  const { properties = {} } = functionsOf(stack).find((one) => one.id === id) ?? {};
  return named(at(properties, 'Environment', 'Variables', 'MAIL_QUEUE_URL'));
};
/** How many of a queue's batches are worked on at once. */
const placesOf = (queue: string): number => {
  const [, mapping] =
    ofType(stack, 'AWS::Lambda::EventSourceMapping').find(
      ([, { EventSourceArn }]) => named(EventSourceArn) === queue,
    ) ?? [];
  return Number(at(mapping, 'ScalingConfig', 'MaximumConcurrency'));
};

describe('mails of what concerns one person alone', () => {
  it('have a queue that nobody else fills', () => {
    const tellers = functionsOf(stack).filter(
      ({ id, statements }) =>
        queueOf(id) !== undefined && statements.some(({ actions }) => actions.includes('sqs:SendMessage')),
    );
    expect(
      tellers
        .filter(({ id }) => queueOf(id) === 'PromptMailQueue')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(prompt);
    expect(new Set(tellers.filter(({ id }) => !prompt.includes(id)).map(({ id }) => queueOf(id)))).toEqual(
      new Set(['MailQueue']),
    );
  });

  it('have places of SendMail that the other queue cannot take', () => {
    const { properties = {} } = functionsOf(stack).find(({ id }) => id === 'SendMail') ?? {};
    const reserved =
      at(properties, 'ReservedConcurrentExecutions', 'Fn::If', 1) ??
      at(properties, 'ReservedConcurrentExecutions');
    const all = placesOf('PromptMailQueue') + placesOf('MailQueue');
    expect(placesOf('PromptMailQueue')).toBeGreaterThanOrEqual(2);
    expect({ all, reserved }).toEqual({ all, reserved: all });
  });

  it('are not held back', () => {
    expect(at(stack.PromptMailQueue?.properties, 'DelaySeconds')).toBeUndefined();
    expect(at(stack.MailQueue?.properties, 'DelaySeconds')).toBeDefined();
  });
});
