import { engineSequence, engineShardId, sequenceOf, shardIdOf } from './stream-numbers.ts';

describe('numbers of a stream', () => {
  it.each(['1', '10', '98765432109876543'])(
    'have 21 digits in the order of the engine: %s',
    (engineNumber) => {
      const sequence = sequenceOf(engineNumber);
      expect(sequence).toMatch(/^\d{21}$/);
      expect(sequence < sequenceOf(String(BigInt(engineNumber) + 1n))).toBe(true);
      expect([engineSequence(sequence), engineSequence(engineNumber)]).toEqual([engineNumber, engineNumber]);
    },
  );

  it('go with shard ids of the length that clients ask for', () => {
    const engineId = 'shardId-00000001-tab';
    const shardId = shardIdOf(engineId, 'tab');
    expect(shardId).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);
    expect([engineShardId(shardId, 'tab'), engineShardId(engineId, 'tab')]).toEqual([engineId, engineId]);
  });
});
