import type { Interventions } from '../../changes/interventions.ts';
import type { StandingChange } from '../../changes/standing-changes.ts';
import { makeChangePages } from './change-pages.ts';

const fn = 'arn:aws:lambda:x:0:function:pay';

function fixture() {
  const standing: StandingChange[] = [];
  const done: unknown[] = [];
  let isHeld = false;
  const interventions: Interventions = {
    changes: {
      list: () => standing,
      add: (change) => void standing.push(change),
      clear: () => void standing.splice(0),
    },
    deliverAgain(eventId, target) {
      if (eventId !== 'known') return false;
      done.push(['again', eventId, target]);
      return true;
    },
    redrive(queue) {
      if (queue.endsWith('gone')) throw new Error('It <is> gone.');
      return { moved: 3, left: 1 };
    },
    archives: () => [{ name: 'all', events: 7 }],
    replay: (archive, minutes) => `${archive} of ${minutes}`,
    clock: {
      isHeld: () => isHeld,
      hold: () => {
        isHeld = true;
      },
      go: () => {
        isHeld = false;
      },
      leap: () => true,
    },
  };
  const node = { id: 'Shop/Pay', kind: 'function', label: 'Pay <b>', group: 'Shop', arn: fn } as const;
  const pages = makeChangePages(interventions, () => ({ nodes: [node], edges: [] }));
  return {
    done,
    get: async (path: string) => pages.get(path, new URLSearchParams()),
    async post(verb: string, form: Record<string, string>) {
      const reply = await pages.post?.(`/_sandbox/v1/${verb}`, new URLSearchParams(form));
      if (!reply) return undefined;
      const { status, location, body } = reply;
      return location ?? (status === 200 ? JSON.parse(String(body)) : [status, body]);
    },
  };
}

describe('makeChangePages', () => {
  it('changes something until all is cleared, the clock too', async () => {
    const { post, get } = fixture();
    expect(await post('changes', { is: 'fail', target: fn, amount: '2' })).toEqual({
      ...{ version: 1, clockIsHeld: false },
      changes: [{ is: 'fail', target: fn, amount: 2 }],
    });
    await post('changes', { is: 'throttle', target: fn, amount: '' });
    expect(await post('clock', { do: 'hold' })).toMatchObject({ clockIsHeld: true });
    const page = String((await get('/_sandbox/try'))?.body);
    for (const text of [
      'the next 2 fail',
      'is throttled',
      'the fast clock is held',
      'Pay &lt;b&gt;',
      'Clear all',
    ])
      expect(page).toContain(text);
    expect(await post('changes/clear', {})).toEqual({ version: 1, changes: [], clockIsHeld: false });
    expect(String((await get('/_sandbox/try'))?.body)).toContain('None: everything runs as it is.');
  });

  it('delivers again, redrives, replays and jumps', async () => {
    const { post, done } = fixture();
    expect(await post('deliveries', { event: 'known', target: fn })).toEqual({ version: 1 });
    expect(done).toEqual([['again', 'known', fn]]);
    expect(await post('redrives', { queue: 'arn:dead' })).toEqual({ version: 1, moved: 3, left: 1 });
    expect(await post('replays', { archive: 'all', minutes: '10' })).toEqual({
      version: 1,
      replay: 'all of 10',
    });
    expect(await post('clock', { do: 'leap' })).toMatchObject({ leapt: true });
  });

  it('goes back to the page that asked, if that is one of the console', async () => {
    const { post } = fixture();
    const asked = { is: 'fail', target: fn };
    expect(await post('changes', { ...asked, back: '/_sandbox/events/e' })).toBe('/_sandbox/events/e');
    expect(await post('changes', { ...asked, back: 'https://evil.example/' })).toMatchObject({ version: 1 });
    expect(await post('changes', { ...asked, back: '//evil.example/_sandbox' })).toMatchObject({
      version: 1,
    });
  });

  it('refuses in words what cannot be done', async () => {
    const { post } = fixture();
    expect(await post('changes', { is: 'explode', target: fn })).toEqual([
      400,
      expect.stringContaining('is'),
    ]);
    expect(await post('changes', { is: 'delay', target: fn, amount: '99999' })).toEqual([
      400,
      expect.stringContaining('amount'),
    ]);
    expect(await post('changes', { is: 'fail', target: 'pay' })).toEqual([
      400,
      expect.stringContaining('target'),
    ]);
    expect(await post('deliveries', { event: 'other', target: fn })).toEqual([
      400,
      expect.stringContaining('other'),
    ]);
    expect(await post('redrives', { queue: 'arn:gone' })).toEqual([400, 'It <is> gone.\n']);
    expect(await post('nothing', {})).toBeUndefined();
  });
});
