import { NotYetError, notYetWhen } from './not-yet.ts';

class TooEarlyError extends Error {}

describe('notYetWhen', () => {
  it('calls nothing a fault that came too early', async () => {
    const early = Promise.reject(new TooEarlyError()).catch(notYetWhen(TooEarlyError));
    await expect(early).rejects.toThrow(NotYetError);
  });

  it('leaves every other error as it is', async () => {
    const fault = new Error('the table is busy');
    await expect(Promise.reject(fault).catch(notYetWhen(TooEarlyError))).rejects.toBe(fault);
  });
});
