import { MediaPublished } from '@shutterbus/contracts/events/media';
import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';
import { done, handled, mailed } from './wanted.ts';

const published = (id: string) => ({
  ...{ fact: 'accepted', work: { kind: 'event', id }, target: 'arn:bus' },
  content: JSON.stringify({
    ...{ source: 'shutterbus.media', 'detail-type': 'MediaPublished' },
    detail: { metadata: { aggregateId: id }, data: {} },
  }),
});

describe('handled', () => {
  const name = (text: string) => ({ kind: text.split(' ')[0], id: text.split(' ')[1] });
  const fill = 'arn:aws:lambda:us-east-1:0:function:app-Notifications-FillHomes:live';
  /** The facts in which it is found, in the order in which they are told. */
  function foundIn(facts: { work: string; cause?: string; became?: string; of?: string[] }[] & object[]) {
    const { find } = handled(MediaPublished, 'FillHomes', ({ metadata }) => metadata.aggregateId === 'one');
    return facts.flatMap(({ work, cause, became, of: held, ...rest }) => {
      const fact = {
        ...{ n: 0, at: 0, target: fill, work: name(work), ...rest },
        ...(cause && { cause: name(cause) }),
        ...(became && { became: name(became) }),
        ...(held && { of: held.map(name) }),
      };
      return find(fact as ToldFact)?.metadata.aggregateId === 'one' ? [`${work} ${fact.target}`] : [];
    });
  }
  const came = { ...published('one'), work: 'event one' };
  const ended = (work: string, target = fill) => ({ fact: 'ended', work, target });

  it('is found where the consumer is done with what a rule handed it, and nobody else', () => {
    const others = fill.replace('FillHomes', 'TellFollowers');
    const facts = [
      came,
      { fact: 'accepted', work: 'invocation theirs', cause: 'event one', target: others },
      { fact: 'accepted', work: 'invocation its', cause: 'event one' },
      { fact: 'accepted', work: 'invocation another', cause: 'event two' },
      ...[ended('invocation theirs', others), ended('invocation another'), ended('invocation its')],
    ];
    expect(foundIn(facts)).toEqual([`invocation its ${fill}`]);
  });

  it('is found where a batch ends that held it, after a queue', () => {
    const facts = [
      came,
      {
        fact: 'handed-over',
        work: 'delivery one',
        cause: 'event one',
        became: 'message m',
        target: 'arn:queue',
      },
      { fact: 'began', work: 'batch first', of: ['message another'] },
      ended('batch first'),
      { fact: 'began', work: 'batch second', of: ['message another', 'message m'] },
      ended('batch second'),
    ];
    expect(foundIn(facts)).toEqual([`batch second ${fill}`]);
  });
});

describe('done', () => {
  it('is the end of what one of these functions did, and of nobody else', () => {
    const ended = (name: string, kind = 'batch', fact = 'ended') =>
      ({
        fact,
        work: { kind, id: name },
        target: `arn:aws:lambda:us-east-1:0:function:app-${name}`,
      }) as ToldFact;
    const facts = [
      ...[ended('TellFollowers:live'), ended('FillHomes'), ended('CountViews:live', 'delivery')],
      ...[
        ended('FillHomes:live', 'batch', 'failed'),
        ended('LookFillHomesUp'),
        ended('CountViews', 'invocation'),
      ],
    ];
    const { find } = done('FillHomes', 'CountViews');
    expect(facts.filter((fact) => find(fact)).map(({ work }) => work.id)).toEqual([
      'FillHomes',
      'CountViews',
    ]);
  });
});

describe('mailed', () => {
  it('is a mail to this address about this, whatever its letters', () => {
    const mail = (to: string, subject: string) =>
      ({
        fact: 'mailed',
        work: { kind: 'mail', id: `${to} ${subject}` },
        recipients: [to],
        subject,
      }) as unknown as ToldFact;
    const facts = [
      mail('ann@example.com', 'Welcome'),
      mail('bob@example.com', 'Welcome'),
      mail('ann@example.com', 'Hello'),
    ];
    const found = (wanted: ReturnType<typeof mailed>) =>
      facts.filter((fact) => wanted.find(fact)).map(({ work }) => work.id);
    expect(found(mailed('Ann@example.com', /welcome/i))).toEqual(['ann@example.com Welcome']);
    expect(found(mailed('ann@example.com'))).toEqual(['ann@example.com Welcome', 'ann@example.com Hello']);
  });
});
