import { causeFirst, type LoggedStep } from './cause-first.ts';

/** A row with one line. */
const at = (ms: number, step: Omit<LoggedStep, 'level'>) => ({
  at: ms,
  lines: [{ at: ms, text: JSON.stringify({ ...step, level: 'INFO' }) }],
});

const answered = at(30, { service: 'media', message: 'Answered', causationId: 'request' });
const uploaded = at(20, {
  service: 'media',
  message: 'Sent MediaUploaded',
  eventId: 'A',
  causationId: 'request',
});
const received = at(10, { service: 'thumbnails', message: 'Received MediaUploaded', eventId: 'A' });
const published = at(50, {
  service: 'media',
  message: 'Sent MediaPublished',
  eventId: 'B',
  causationId: 'A',
});
const told = at(45, { service: 'notifications', message: 'Received MediaPublished', eventId: 'B' });
const mailed = at(40, {
  service: 'notifications',
  message: 'Received work from the queue',
  causationId: 'B',
});
const again = at(900, { service: 'thumbnails', message: 'Received MediaUploaded', eventId: 'A' });

describe('causeFirst', () => {
  it('puts what led to something before it, whatever their times say', () => {
    const steps = [mailed, told, received, uploaded, answered, published];
    const ordered = [answered, uploaded, received, told];
    expect(causeFirst(steps).filter((step) => ordered.includes(step))).toEqual(ordered);
    expect(causeFirst(steps).indexOf(published)).toBeLessThan(causeFirst(steps).indexOf(told));
    expect(causeFirst(steps).at(-1)).toBe(mailed);
  });

  it('leaves by time what neither led to the other, and a repeated delivery where it came', () => {
    const other = at(15, { service: 'users', message: 'Answered', causationId: 'other' });
    expect(causeFirst([again, answered, other, uploaded, received])).toEqual([
      ...[other, answered, uploaded, received, again],
    ]);
  });

  it('looks for a cause in the service that sent, not in another that read the same', () => {
    const elsewhere = at(5, { service: 'media', message: 'Received MediaUploaded', eventId: 'A' });
    const made = at(8, {
      service: 'thumbnails',
      message: 'Sent ThumbnailsGenerated',
      eventId: 'C',
      causationId: 'A',
    });
    expect(causeFirst([made, received, elsewhere])).toEqual([elsewhere, received, made]);
  });

  it('ends when lines name one another in a circle', () => {
    const one = at(1, { service: 'media', message: 'Sent One', eventId: '1', causationId: '2' });
    const two = at(2, { service: 'media', message: 'Received Two', eventId: '2' });
    const three = at(3, { service: 'media', message: 'Sent Two', eventId: '2', causationId: '1' });
    const four = at(4, { service: 'media', message: 'Received One', eventId: '1' });
    expect(causeFirst([one, two, three, four])).toHaveLength(4);
  });
});
