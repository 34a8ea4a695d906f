import type { Story, StoryRow } from '@shutterbus/sandbox/story/story-row';
import { patternsOf } from './account-story.ts';
import { printedStory } from './printed-story.ts';

const row = (more: Partial<StoryRow> & Pick<StoryRow, 'kind' | 'at' | 'what'>): StoryRow => ({
  ...{ id: more.what, lane: 'Media', segments: [], ends: [], facts: [], lines: [] },
  ...more,
});
const said = (at: number, message: string, more: object = {}) => ({
  at,
  text: JSON.stringify({ level: 'INFO', service: 'media', correlationId: 't', message, ...more }),
});

const story: Story = {
  correlationId: 't',
  rows: [
    row({
      ...{ kind: 'page', at: 99, what: '/upload: POST /media', lane: 'browser' },
      segments: [{ is: 'waited', from: 99, to: 122 }],
    }),
    row({ kind: 'request', at: 100, what: 'POST /media → 201', lane: 'API' }),
    row({
      ...{ kind: 'invocation', at: 103, what: 'Request' },
      lines: [said(120, 'Answered', { route: 'requestUpload', causationId: 'r' })],
      segments: [
        { is: 'cold', from: 103, to: 110 },
        { is: 'ran', from: 110, to: 121 },
      ],
    }),
    row({
      ...{ kind: 'invocation', at: 130, what: 'Relay' },
      lines: [
        said(140, 'Sent Uploaded', { eventId: 'e' }),
        said(141, 'Sent Uploaded', { eventId: 'f', correlationId: 'another' }),
        { at: 142, text: 'a library says something' },
      ],
    }),
    row({ kind: 'event', at: 139, what: 'Uploaded', lane: 'bus', ends: [{ is: 'done' }, { is: 'waits' }] }),
    row({ kind: 'message', at: 150, what: 'message in Jobs', lane: 'queues', ends: [{ is: 'queued' }] }),
  ],
};

describe('printedStory', () => {
  it('writes what happened with its way, what it took and where it ended, and the lines of this story below it', () => {
    const lines = printedStory(story, (name) =>
      name === 'Relay' ? [{ kind: 'stream of', names: ['Table'] }] : [],
    );
    expect(lines).toEqual([
      '     +0 ms  browser        /upload: POST /media     waited 23 ms',
      '     +1 ms  api            POST /media → 201',
      '     +4 ms  media          API → Request            cold start 7 ms · ran 11 ms',
      '    +21 ms                   INFO  Answered',
      '    +31 ms  media          stream of Table → Relay',
      '    +41 ms                   INFO  Sent Uploaded',
      '    +43 ms                   a library says something',
      '    +40 ms  bus            Uploaded                 waits',
      '    +51 ms  queues         message in Jobs          in the queue',
    ]);
  });
});

describe('patternsOf', () => {
  it('asks for as many words at once as CloudWatch takes', () => {
    expect(patternsOf(['a', 'b'])).toEqual(['?"a" ?"b"']);
    const many = patternsOf(Array.from({ length: 60 }, (_, n) => `${n}`.padStart(36, '0')));
    expect(many).toHaveLength(3);
    expect(Math.max(...many.map(({ length }) => length))).toBeLessThanOrEqual(1024);
  });
});
