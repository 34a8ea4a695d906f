import { hookWords } from './hook-words.ts';

describe('hookWords', () => {
  const written = [
    { message: 'The release may go on' },
    {
      message: 'The release must not go on',
      error: { name: 'Error', message: 'GetPhoto:2: answered 500 instead of 200' },
    },
    {
      message: 'The release must not go on',
      error: { name: 'Error', message: 'GetPhoto:2: answered 500 instead of 200' },
    },
    { message: 'The release must not go on', error: { name: 'Error', message: 'The check took too long' } },
  ].map((line) => JSON.stringify(line));

  it('gives each complaint of a hook once, whatever else was logged', async () => {
    async function* search(isWanted: (line: string) => boolean) {
      for (const message of [...written, 'The release must not go on, in words'])
        if (isWanted(message)) yield { time: 0, stream: 's', group: 'g', message };
    }
    expect(await hookWords(search)).toEqual([
      'GetPhoto:2: answered 500 instead of 200',
      'The check took too long',
    ]);
  });
});
