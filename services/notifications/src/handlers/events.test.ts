import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type EventDefinition, parseEvent } from '@shutterbus/contracts/event';
import { MediaPublished, MediaRejected } from '@shutterbus/contracts/events/media';
import { NotificationSent } from '@shutterbus/contracts/events/notifications';
import {
  UserFollowed,
  UserProfileUpdated,
  UserRegistered,
  UserUnfollowed,
} from '@shutterbus/contracts/events/users';
import { listNotifications, markRead } from '@shutterbus/contracts/routes/notifications';
import { hookEvent } from '@shutterbus/lambda/release-hook';
import { fanOutSchema } from '../fan-out.ts';
import { noticeSchema } from '../notice.ts';

const folder = path.join(import.meta.dirname, '../../../../events/notifications');
const read = (name: string) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

const consumed: Record<string, EventDefinition> = {
  'on-user-registered': UserRegistered,
  'on-user-profile-updated': UserProfileUpdated,
  'on-user-followed': UserFollowed,
  'on-user-unfollowed': UserUnfollowed,
  'on-media-published': MediaPublished,
  'on-media-rejected': MediaRejected,
};
const worked = { 'tell-followers': fanOutSchema, 'send-mail': noticeSchema.pick({ id: true, userId: true }) };

describe('events/notifications', () => {
  it('has an input for each function, and none besides', () => {
    const handlers = readdirSync(import.meta.dirname).filter((file) => !/\.test\.ts$/.test(file));
    expect(readdirSync(folder).sort()).toEqual(handlers.map((file) => file.replace(/\.ts$/, '.json')).sort());
  });

  it.each(Object.entries(consumed))('%s is an event that its consumer reads', (name, definition) => {
    expect(parseEvent([definition], read(name)).detailType).toBe(definition.detailType);
    const broken = read(name);
    broken.detail.data = {};
    expect(() => parseEvent([definition], broken)).toThrow(definition.detailType);
  });

  it.each(Object.entries(worked))('%s is a message that its worker reads', (name, schema) => {
    const { trace, message } = JSON.parse(read(name).Records[0].body);
    expect(trace.correlationId).toBeTruthy();
    expect(schema.safeParse(message).success).toBe(true);
    expect(schema.safeParse({}).success).toBe(false);
  });

  it('the requests are ones that their routes take', () => {
    expect(read('list-notifications').routeKey).toBe(`${listNotifications.method} ${listNotifications.path}`);
    expect(listNotifications.query.safeParse(read('list-notifications').queryStringParameters).success).toBe(
      true,
    );
    expect(read('mark-read').routeKey).toBe(`${markRead.method} ${markRead.path}`);
    expect(markRead.body.safeParse(JSON.parse(read('mark-read').body)).success).toBe(true);
    expect(markRead.body.safeParse({ ids: [] }).success).toBe(false);
  });

  it.each(['check-notifications-release', 'confirm-notifications-release'])(
    '%s is what CodeDeploy hands to a hook',
    (name) => {
      expect(hookEvent.safeParse(read(name)).success).toBe(true);
      expect(hookEvent.safeParse({}).success).toBe(false);
    },
  );

  it('relay-notifications carries an event of the catalogue', () => {
    const { source, detailType, detail } = read('relay-notifications').Records[0].dynamodb.NewImage;
    const arrived = { source: source.S, 'detail-type': detailType.S, detail: JSON.parse(detail.S) };
    expect(parseEvent([NotificationSent], arrived).detail.data.kind).toBe('welcome');
  });
});
