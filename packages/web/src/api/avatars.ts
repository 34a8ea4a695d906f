import type * as routes from '@shutterbus/contracts/routes/avatars';
import { call, type Input } from './client.ts';

export const chooseAvatar = (body: Input<typeof routes.chooseAvatar.body>) =>
  call('/v1/media/avatar', { method: 'PUT', body });
export const removeAvatar = () => call('/v1/media/avatar', { method: 'DELETE' });
