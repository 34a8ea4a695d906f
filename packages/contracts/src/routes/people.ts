import * as z from 'zod';
import { atMost } from '../fields.ts';
import { defineRoute, pageOf, pageQuery } from '../route.ts';
import { lengthOf } from '../text-rules.ts';
import { personShape } from './users.ts';

const beginsAtLeast = 2;

/** As somebody typed it. What the search passes over (blanks around it, accents) counts here: no document could tell it apart. */
const beginsField = atMost(
  50,
  z
    .string()
    .refine((text) => lengthOf(text) >= beginsAtLeast, 'must have at least two characters')
    .meta({ minLength: beginsAtLeast }),
);

export const findPeople = defineRoute({
  id: 'findPeople',
  method: 'GET',
  path: '/v1/users',
  summary:
    'People whose handle, name, or one of whose names begins so, by the alphabet. Capitals and accents make no difference.',
  query: pageQuery.extend({ begins: beginsField }),
  responses: { 200: pageOf(personShape) },
});
