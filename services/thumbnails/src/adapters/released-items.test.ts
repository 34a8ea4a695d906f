import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { dynamoRenditionSets } from './dynamo-rendition-sets.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const { anna } = releasedPeople;

describe('items of the release before, in ThumbnailsTable', () => {
  const { table, textOf } = useReleasedItems(import.meta.dirname, 1);

  it('are read as sets of renditions', async () => {
    const sets = dynamoRenditionSets(await table(), clock);
    const mediaId = textOf('RENDITIONS', 'mediaId');
    const set = await sets.find(mediaId);
    expect(set).toMatchObject({ mediaId, ownerId: anna });
    expect(await sets.findMany([mediaId])).toEqual([set]);
  });
});
