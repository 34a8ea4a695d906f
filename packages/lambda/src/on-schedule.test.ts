import { lambdaContext } from './api-event.fixture.ts';
import { onSchedule } from './on-schedule.ts';

const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

describe('onSchedule', () => {
  it('works when the schedule calls, and says what it did', async () => {
    const handler = onSchedule(async () => ({ removed: 2 }));
    expect(await handler(scheduled, lambdaContext())).toEqual({ removed: 2 });
  });

  it('does nothing for anybody else, and passes on what fails', async () => {
    const work = jest.fn().mockRejectedValue(new Error('Cognito is busy'));
    await expect(
      onSchedule(work)({ ...scheduled, 'detail-type': 'Unknown' }, lambdaContext()),
    ).rejects.toThrow('Scheduled Event');
    expect(work).not.toHaveBeenCalled();
    await expect(onSchedule(work)(scheduled, lambdaContext())).rejects.toThrow('Cognito is busy');
  });
});
