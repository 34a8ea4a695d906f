import { api } from '@shutterbus/contracts/api';
import type { Route } from '@shutterbus/contracts/route';

/** Counted by a use case of its own: an upload is given back when its bytes are refused. */
const countedElsewhere = ['requestUpload'];

/** Routes that write for somebody who is signed in, as often as they like. */
const unlimited = (routes: readonly Route[]): string[] =>
  routes
    .filter(({ id, auth, method }) => auth === 'user' && method !== 'GET' && !countedElsewhere.includes(id))
    .filter(({ limit }) => limit === undefined)
    .map(({ id }) => id);

/** Limits of routes that know no person whom they could count. */
const ofNobody = (routes: readonly Route[]): string[] =>
  routes.filter(({ auth, limit }) => auth === 'none' && limit !== undefined).map(({ id }) => id);

describe('the limits per person', () => {
  const routes = Object.values(api).flat();

  it('has each route that writes for somebody', () => {
    expect({ unlimited: unlimited(routes), ofNobody: ofNobody(routes) }).toEqual({
      unlimited: [],
      ofNobody: [],
    });
  });

  it('and the check sees when one has none', () => {
    const spoilt = routes.map((route) => ({ ...route, limit: undefined }));
    expect(unlimited(spoilt)).toContain('markRead');
  });
});
