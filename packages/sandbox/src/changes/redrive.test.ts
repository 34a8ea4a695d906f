import { deadLetterOf, type LyingMessage, redrive } from './redrive.ts';

const message = (change: Partial<LyingMessage>): LyingMessage => ({
  ...{ id: 'm', body: '{"id":"e"}', attributes: {}, sentAt: 1, receiveCount: 0 },
  ...change,
});
const [fn, source] = ['arn:aws:lambda:x:0:function:pay', 'arn:aws:sqs:x:0:bills'];
const ofRule = message({
  id: 'rule',
  attributes: { RULE_ARN: 'arn:rule', TARGET_ARN: fn, ERROR_CODE: 'NO_RESOURCE', ERROR_MESSAGE: 'gone' },
});
const record = {
  requestContext: { functionArn: `${fn}:live`, condition: 'RetriesExhausted' },
  requestPayload: { id: 'e' },
  responsePayload: { errorType: 'TypeError', errorMessage: 'no' },
};
const ofFunction = message({ id: 'function', body: JSON.stringify(record) });
const ofQueue = message({ id: 'queue', sourceArn: source, receiveCount: 4 });
const { requestPayload: _, ...withoutPayload } = record;
const ofStream = message({ id: 'stream', body: JSON.stringify(withoutPayload) });

describe('deadLetterOf', () => {
  it('reads what a rule, a function and a queue leave behind', () => {
    expect(deadLetterOf(ofRule)).toEqual({
      ...{ reason: 'NO_RESOURCE: gone', target: fn, payload: '{"id":"e"}', way: 'rule' },
    });
    expect(deadLetterOf(ofFunction)).toEqual({
      ...{
        reason: 'RetriesExhausted: TypeError: no',
        target: `${fn}:live`,
        payload: '{"id":"e"}',
        way: 'function',
      },
    });
    expect(deadLetterOf(ofQueue)).toMatchObject({ reason: 'received 4 times', target: source, way: 'queue' });
  });

  it('knows what it cannot bring back: records of a stream hold no payload, and other texts are nothing it knows', () => {
    expect(deadLetterOf(ofStream)).toMatchObject({ way: 'none', target: `${fn}:live` });
    expect(deadLetterOf(message({ body: 'text' }))).toMatchObject({ way: 'none', reason: 'not known' });
  });
});

describe('redrive', () => {
  function fixture(messages: LyingMessage[], hasTarget = true) {
    const done: string[] = [];
    const went = redrive(
      {
        peek: () => messages,
        remove: (_queue, id) => void done.push(`remove ${id}`),
        moveAll: () => messages.filter(({ sourceArn }) => sourceArn !== undefined).length,
        deliver(event, target) {
          if (hasTarget) done.push(`deliver ${event} to ${target}`);
          return hasTarget;
        },
        invokeAsync: (target, payload) => void done.push(`invoke ${target} with ${payload}`),
        transaction: (write) => write(),
      },
      'arn:dead',
    );
    return { went, done };
  }

  it('brings each on its own way, and leaves what it cannot', () => {
    const { went, done } = fixture([ofRule, ofFunction, ofQueue, ofStream, message({ hiddenUntil: 5 })]);
    expect(went).toEqual({ moved: 3, left: 2 });
    expect(done).toEqual([
      `deliver {"id":"e"} to ${fn}`,
      'remove rule',
      `invoke ${fn}:live with {"id":"e"}`,
      'remove function',
    ]);
  });

  it('keeps a letter for a target that no rule has any more', () => {
    expect(fixture([ofRule], false)).toEqual({ went: { moved: 0, left: 1 }, done: [] });
  });
});
