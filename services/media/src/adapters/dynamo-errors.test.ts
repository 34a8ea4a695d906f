import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ConcurrentChangeError } from '../errors.ts';
import type { Photo } from '../photo.ts';
import { anna, ben, testWorld } from '../test-world.ts';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoCounts } from './dynamo-counts.ts';
import { dynamoPhotos } from './dynamo-photos.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const mock = mockClient(documents);

async function anyPhoto(): Promise<Photo> {
  const world = testWorld();
  const photo = await world.photos.find(await world.uploaded('private'));
  if (!photo) throw new Error('the photo was not saved');
  return photo;
}

describe('dynamoPhotos when DynamoDB refuses', () => {
  const photos = dynamoPhotos('media', () => new Date(), documents);
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  beforeEach(() => mock.reset());

  it.each(['ConditionalCheckFailed', 'TransactionConflict'])(
    'takes %s for a concurrent change',
    async (code) => {
      const photo = await anyPhoto();
      mock.on(TransactWriteCommand).rejects(cancelled(code, 'None'));
      await expect(photos.save(photo, { photo, events: [] })).rejects.toThrow(ConcurrentChangeError);
    },
  );

  it('passes on every other reason', async () => {
    const photo = await anyPhoto();
    mock.on(TransactWriteCommand).rejects(cancelled('ValidationError'));
    await expect(photos.save(photo, { photo, events: [] })).rejects.toThrow(TransactionCanceledException);
  });
});

describe('dynamoAuthors when DynamoDB is busy', () => {
  beforeEach(() => mock.reset());

  it('asks again for what was left unprocessed', async () => {
    const item = (userId: string) => ({ userId, handle: 'anna', displayName: 'Anna', version: 1 });
    const left = { media: { Keys: [{ pk: `AUTHOR#${ben}`, sk: 'AUTHOR' }] } };
    mock
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { media: [item(anna)] }, UnprocessedKeys: left })
      .resolvesOnce({ Responses: { media: [item(ben)] } });
    const found = await dynamoAuthors('media', documents).findMany([anna, ben]);
    expect(found.map(({ userId }) => userId)).toEqual([anna, ben]);
    expect(mock.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems).toEqual(left);
  });

  it('fails rather than leaving somebody out who may be hidden', async () => {
    const left = { media: { Keys: [{ pk: `AUTHOR#${ben}`, sk: 'AUTHOR' }] } };
    mock.on(BatchGetCommand).resolves({ Responses: { media: [] }, UnprocessedKeys: left });
    await expect(dynamoAuthors('media', documents).findMany([ben])).rejects.toThrow('keys unprocessed');
    expect(mock.commandCalls(BatchGetCommand)).toHaveLength(3);
  });

  it('leaves counts out rather than failing a page for them', async () => {
    const left = { media: { Keys: [{ pk: 'MEDIA#1', sk: 'COUNTS' }] } };
    mock.on(BatchGetCommand).resolves({ Responses: { media: [] }, UnprocessedKeys: left });
    expect(await dynamoCounts('media', documents).findMany(['1'])).toEqual(new Map());
  });

  const told = (version: number, handleSince: string) => ({
    userId: anna,
    handle: 'anna',
    displayName: `Anna ${version}`,
    version,
    handleSince,
  });
  const overtaken = new ConditionalCheckFailedException({ message: 'overtaken', $metadata: {} });

  it('reads again when another event of the same person came between', async () => {
    mock
      .on(GetCommand)
      .resolvesOnce({})
      .resolves({ Item: told(1, '2026-11-21T10:00:00.000Z') });
    mock.on(UpdateCommand).rejectsOnce(overtaken).resolves({});
    await dynamoAuthors('media', documents).remember(told(2, '2026-11-21T11:00:00.000Z'));
    const [first, second] = mock.commandCalls(UpdateCommand).map(({ args }) => args[0].input);
    expect(first?.ConditionExpression).toBe('attribute_not_exists(gone) AND attribute_not_exists(#version)');
    expect(second?.ExpressionAttributeValues).toMatchObject({
      ':displayName': 'Anna 2',
      ':handleSince': '2026-11-21T10:00:00.000Z',
      ':known': 1,
    });
  });

  it('leaves an event that is always overtaken to be delivered again', async () => {
    mock.on(GetCommand).resolves({});
    mock.on(UpdateCommand).rejects(overtaken);
    const remembered = dynamoAuthors('media', documents).remember(told(1, '2026-11-21T10:00:00.000Z'));
    await expect(remembered).rejects.toThrow('again and again');
  });
});
