import { consoleStage, mail } from '../../../test/console-stage.ts';

const stage = consoleStage();

describe('the pages of events and stories', () => {
  it('shows an event, who heard of it, and which field of other rules differs', async () => {
    const work = { kind: 'event', id: 'paid-1' } as const;
    const event = {
      id: 'paid-1',
      source: 'shop',
      'detail-type': 'Paid',
      detail: { order: '<o1>', amount: 5, trace: 't/1' },
    };
    stage.happen({ fact: 'accepted', at: 1, work, target: stage.busArn, content: JSON.stringify(event) });
    stage.happen({
      fact: 'matched',
      at: 2,
      work,
      target: 'arn:aws:lambda:x:0:function:Pay',
      ruleArn: 'arn:rule/shop/on-paid',
    });
    const list = await (await fetch(`${stage.origin}/_sandbox/events`)).text();
    expect(list).toContain('<a href="/_sandbox/events/paid-1">Paid</a>');
    expect(list).toContain('&lt;o1&gt;');
    expect(list).toContain('href="/_sandbox/story/t%2F1"');
    const text = await (await fetch(`${stage.origin}/_sandbox/events/paid-1`)).text();
    expect(text).toMatch(/Taken by <strong>on-paid<\/strong>/);
    expect(text).toContain('<td>on-large</td><td>detail.amount</td>');
    expect(text).toContain('<code>5</code>');
    expect(text).toContain('<dt>detail.trace</dt><dd>the same in all that follows</dd>');
    const told = (await (await fetch(`${stage.origin}/_sandbox/v1/events/paid-1`)).json()) as object;
    expect(told).toMatchObject({ version: 1, event, targets: [{ end: { is: 'runs' } }] });
    expect((await fetch(`${stage.origin}/_sandbox/events/other`)).status).toBe(404);
  });

  it('sends a sample as it is or edited, and says by field what is wrong with it', async () => {
    const form = await (await fetch(`${stage.origin}/_sandbox/events/send`)).text();
    expect(form).toContain('&quot;amount&quot;: 5');
    const send = (detail: string, headers = {}) =>
      fetch(`${stage.origin}/_sandbox/events/send`, {
        ...{ method: 'POST', redirect: 'manual', headers },
        body: new URLSearchParams({ name: 'Paid', detail }),
      });
    const wrong = await send('{"amount":"<b>"}');
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringMatching(/<code>amount<\/code> is &lt;not&gt; 5.*&quot;&lt;b&gt;&quot;/s),
    ]);
    expect((await send('{')).status).toBe(422);
    expect(stage.sent).toEqual([]);
    const right = await send('{"amount":5}');
    expect([right.status, right.headers.get('location')]).toEqual([303, '/_sandbox/events/new']);
    expect(stage.sent).toEqual([
      { busName: 'shop', source: 'shop', detailType: 'Paid', detail: { amount: 5 } },
    ]);
  });

  it('tells the story of a correlation id, which a mail leads to', async () => {
    stage.mails = [
      mail('three', { by: 'request-1', subject: 'Paid & done' }),
      mail('other', { by: 'request-2' }),
    ];
    const text = await (await fetch(`${stage.origin}/_sandbox/story/t%2F1`)).text();
    expect(text).toMatch(/Pay.*Paid &amp; done/s);
    expect(text).toContain('Paid &lt;now&gt;');
    expect(text).not.toContain('mail-other');
    const story = (await (await fetch(`${stage.origin}/_sandbox/v1/stories/t%2F1`)).json()) as {
      rows: { kind: string }[];
    };
    expect(story.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['invocation', 'mail']));
    expect(await (await fetch(`${stage.origin}/_sandbox/mailbox`)).text()).toContain(
      'story?request=request-1',
    );
    const led = await fetch(`${stage.origin}/_sandbox/story?request=request-1`, { redirect: 'manual' });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/_sandbox/story/t%2F1']);
    expect((await fetch(`${stage.origin}/_sandbox/story/none`)).status).toBe(404);
  });

  it('finds the story of what an event is about', async () => {
    const of = (subject: string) =>
      fetch(`${stage.origin}/_sandbox/story?subject=${subject}`, { redirect: 'manual' });
    const found = await of('%3Co1%3E');
    expect([found.status, found.headers.get('location')]).toEqual([303, '/_sandbox/story/t%2F1']);
    // It stands in the event, but it is not about it.
    expect((await of('paid-1')).status).toBe(404);
  });

  it('takes a form from its own pages alone', async () => {
    const post = (from: string) =>
      fetch(`${stage.origin}/_sandbox/events/send`, {
        ...{ method: 'POST', redirect: 'manual', headers: { origin: from } },
        body: new URLSearchParams({ name: 'Paid', detail: '{"amount":5}' }),
      });
    stage.sent.length = 0;
    // An stage.origin that may use the services, as the front door knows it, but no page of this port.
    expect((await post('http://localhost:3000')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect(stage.sent).toEqual([]);
    const answer = await fetch(`${stage.origin}/_sandbox`);
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  });
});
