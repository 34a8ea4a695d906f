import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEvent } from '@shutterbus/contracts/event';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import type { Route } from '@shutterbus/contracts/route';
import * as routes from '@shutterbus/contracts/routes/users';
import { hookEvent } from '@shutterbus/lambda/release-hook';
import * as z from 'zod';

const folder = path.join(import.meta.dirname, '../../../../events/users');
const read = (name: string) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

const request = z.object({
  routeKey: z.string(),
  pathParameters: z.record(z.string(), z.string()).default({}),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
});
const byFile: Record<string, Route> = {
  'get-me': routes.getMe,
  'update-me': routes.updateMe,
  'get-user': routes.getUser,
  'follow-user': routes.followUser,
  'unfollow-user': routes.unfollowUser,
  'list-followers': routes.listFollowers,
  'list-following': routes.listFollowing,
};

function accepts(route: Route, event: unknown): boolean {
  const { routeKey, pathParameters, queryStringParameters, body } = request.parse(event);
  return (
    routeKey === `${route.method} ${route.path}` &&
    route.params.safeParse(pathParameters).success &&
    route.query.safeParse(queryStringParameters).success &&
    route.body.safeParse(body === undefined ? undefined : JSON.parse(body)).success
  );
}

describe('events/users', () => {
  it('has an input for each function, and none besides', () => {
    const handlers = readdirSync(import.meta.dirname).filter((file) => !/\.test\.ts$/.test(file));
    expect(readdirSync(folder).sort()).toEqual(handlers.map((file) => file.replace(/\.ts$/, '.json')).sort());
  });

  it.each(Object.entries(byFile))('%s is a request that its route takes', (name, route) => {
    expect(accepts(route, read(name))).toBe(true);
  });

  it('an update of nothing, and a handle in capitals, are refused', () => {
    expect(accepts(routes.updateMe, { ...read('update-me'), body: '{}' })).toBe(false);
    expect(accepts(routes.getUser, { ...read('get-user'), pathParameters: { handle: 'ANNA' } })).toBe(false);
  });

  it.each(['check-triggers-release', 'check-users-release', 'confirm-users-release'])(
    '%s is what CodeDeploy hands to a hook',
    (name) => {
      expect(hookEvent.safeParse(read(name)).success).toBe(true);
      expect(hookEvent.safeParse({}).success).toBe(false);
    },
  );

  it('relay-users carries an event of the catalogue', () => {
    const { source, detailType, detail } = read('relay-users').Records[0].dynamodb.NewImage;
    const arrived = { source: source.S, 'detail-type': detailType.S, detail: JSON.parse(detail.S) };
    expect(parseEvent([UserRegistered], arrived).detail.data.handle).toBe('sample-anna');
    arrived.detail.metadata.version = 2;
    expect(() => parseEvent([UserRegistered], arrived)).toThrow('no reader');
  });
});
