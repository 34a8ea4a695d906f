import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoRenditionSets } from './dynamo-rendition-sets.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const { anna, ben, dora } = releasedPeople;

describe('items of the release before, in ThumbnailsTable', () => {
  const { table, textOf } = useReleasedItems(import.meta.dirname, 1);

  it('are read as sets of renditions', async () => {
    const sets = dynamoRenditionSets(await table(), clock);
    const mediaId = textOf('RENDITIONS', 'mediaId');
    const set = await sets.find(mediaId);
    expect(set).toMatchObject({ mediaId, ownerId: anna });
    expect(await sets.findMany([mediaId])).toEqual([set]);
  });

  it('are read as sets on their way, and as marks of photos that are gone', async () => {
    const sets = dynamoRenditionSets(await table(), clock);
    expect(await sets.find('01M8H8J09CFFHDG80RA21BNP0S')).toMatchObject({
      ownerId: ben,
      target: { visibility: 'private', mediaVersion: 2 },
    });
    expect(await sets.find('01M8H8K09CFFHDG80RA21BNP0T')).toMatchObject({ ownerId: dora, erased: true });
    expect(await sets.holdsAnyOf(ben)).toBe(true);
    expect(await sets.holdsAnyOf(dora)).toBe(false);
  });
});
