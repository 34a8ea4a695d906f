/** What signing in needs: a file of its own, for the first load holds it. */
import type * as routes from '@shutterbus/contracts/routes/users';
import { call, type Input } from './client.ts';

export const getMe = () => call<routes.MyProfile>('/v1/users/me');
export const releaseAddress = (body: Input<typeof routes.releaseAddress.body>) =>
  call('/v1/users/released-addresses', { method: 'POST', body, auth: 'none' });
