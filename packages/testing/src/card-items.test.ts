import { itemsOfCard } from './card-items.ts';

const card = `| route | does |
| ----- | ---- |
| \`GET /v1/users/me\` | the profile |

| item    | \`pk\`           | \`sk\`                     |
| ------- | ---------------- | -------------------------- |
| profile | \`USER#<userId>\` | \`PROFILE\`                 |
| search  | \`GHOSTS\`       | \`LAP\`, \`SUSPECT#<userId>\` |
| tag     | \`TAG#<tag>\`    | time of publication        |

| object | who reads it |
| ------ | ------------ |
| \`private/<id>\` | nobody |
`;

describe('itemsOfCard', () => {
  const kinds = itemsOfCard(card);
  const of = (pk: string, sk: string) => kinds.filter((kind) => kind.has({ pk, sk })).map(({ name }) => name);

  it('reads the table of items alone, and each of several sort keys', () => {
    expect(kinds.map(({ name }) => name)).toEqual([
      'USER#<userId> PROFILE',
      'GHOSTS LAP',
      'GHOSTS SUSPECT#<userId>',
      'TAG#<tag> <time of publication>',
    ]);
  });

  it('knows an item by its whole keys', () => {
    expect(of('USER#1', 'PROFILE')).toEqual(['USER#<userId> PROFILE']);
    expect(of('USER#1', 'PROFILES')).toEqual([]);
    expect(of('USER#', 'PROFILE')).toEqual([]);
    expect(of('GHOSTS', 'SUSPECT#1')).toEqual(['GHOSTS SUSPECT#<userId>']);
    expect(of('TAG#snow', '2026-11-28')).toEqual(['TAG#<tag> <time of publication>']);
  });

  it('does not take a card without such a table for one without items', () => {
    expect(() => itemsOfCard('| route | does |')).toThrow('no table of items');
  });
});
