import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const files = globSync(['events/*/*.json', 'packages/contracts/samples/*.json'], { cwd: root });

/** Handles and addresses in a sample, also those inside a text of JSON or an address of the API. */
function peopleIn(text: string): string[] {
  const plain = text.replaceAll('\\"', '"');
  return [
    /"(?:custom:h|follower[Hh]|h)andle": "([^"]+)"/g,
    /"email": "([^"]+)"/g,
    /\/v1\/users\/(?!me\b|released-addresses\b|\{)([^/"]+)/g,
    /owner=([^&"]+)/g,
  ].flatMap((pattern) => [...plain.matchAll(pattern)].map(([, who = '']) => who));
}

/** A sample may be put on the bus of an app that people use: it must not be about one of them. */
describe('the people in samples', () => {
  it.each(files)('%s names nobody whom a reader would be', (file) => {
    const people = peopleIn(readFileSync(path.join(root, file), 'utf8'));
    expect(people.filter((who) => !/^sample-\w+(@example\.com)?$/.test(who))).toEqual([]);
  });

  it('are found', () => {
    const found = files.flatMap((file) => peopleIn(readFileSync(path.join(root, file), 'utf8')));
    expect(new Set(found)).toEqual(
      new Set([
        'sample-anna',
        'sample-anna2',
        'sample-ben',
        'sample-anna@example.com',
        'sample-anna2@example.com',
      ]),
    );
  });
});
