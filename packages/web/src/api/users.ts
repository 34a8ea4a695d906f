import type * as routes from '@shutterbus/contracts/routes/users';
import type * as address from '@shutterbus/contracts/routes/users-address';
import type * as handle from '@shutterbus/contracts/routes/users-handle';
import { call, type Input, type Page } from './client.ts';

export type { MyProfile, Person, Profile } from '@shutterbus/contracts/routes/users';

type Person = routes.Person;
type Profile = routes.Profile;

export type ProfileChanges = Input<typeof routes.updateMe.body>;

const personPath = (handle: string) => `/v1/users/${encodeURIComponent(handle)}`;

export const updateMe = (body: ProfileChanges) => call<Profile>('/v1/users/me', { method: 'PATCH', body });
export const getUser = (handle: string) => call<Profile>(personPath(handle), { auth: 'none' });
export const changeHandle = (body: Input<typeof handle.changeHandle.body>) =>
  call<Profile>('/v1/users/me/handle', { method: 'PUT', body });
export const changeAddress = (body: Input<typeof address.changeAddress.body>) =>
  call('/v1/users/me/email', { method: 'POST', body });
export const confirmAddress = (body: Input<typeof address.confirmAddress.body>) =>
  call('/v1/users/me/email/confirmation', { method: 'POST', body });
export const followUser = (handle: string) => call(`${personPath(handle)}/follow`, { method: 'PUT' });
export const unfollowUser = (handle: string) => call(`${personPath(handle)}/follow`, { method: 'DELETE' });

type PeopleQuery = { cursor?: string | undefined; limit?: number };
export const listFollowers = (handle: string, query: PeopleQuery) =>
  call<Page<Person>>(`${personPath(handle)}/followers`, { query });
export const findPeople = (begins: string, query: PeopleQuery) =>
  call<Page<Person>>('/v1/users', { query: { begins, ...query } });
export const listFollowing = (handle: string, query: PeopleQuery) =>
  call<Page<Person>>(`${personPath(handle)}/following`, { query });
