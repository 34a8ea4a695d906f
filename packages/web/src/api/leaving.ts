import type { MyProfile } from '@shutterbus/contracts/routes/users';
import type { Leaving } from '@shutterbus/contracts/routes/users-leaving';
import { call } from './client.ts';

export const leaveMe = () => call<Leaving>('/v1/users/me', { method: 'DELETE' });
export const comeBack = () => call<MyProfile>('/v1/users/me/return', { method: 'POST' });
