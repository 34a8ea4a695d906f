import * as z from 'zod';
import { defineRoute, pageOf, pageQuery } from '../route.ts';
import { personShape } from './users.ts';

export const findPeople = defineRoute({
  id: 'findPeople',
  method: 'GET',
  path: '/v1/users',
  summary:
    'People whose handle, name, or one of whose names begins so, by the alphabet. Capitals and accents make no difference.',
  query: pageQuery.extend({
    begins: z.string().trim().min(2, 'must have at least two characters').max(50),
  }),
  responses: { 200: pageOf(personShape) },
});
