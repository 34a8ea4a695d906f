import { hash } from 'node:crypto';
import { requireFrontDoor } from './front-door.ts';

const digest = (key: string): string => hash('sha256', key);
const request = (key: string | undefined, frontDoorKeyDigests: string | undefined) => ({
  headers: { ...(key !== undefined && { 'x-front-door-key': key }) },
  ...(frontDoorKeyDigests !== undefined && { stageVariables: { frontDoorKeyDigests } }),
});

describe('requireFrontDoor', () => {
  it.each([
    ['whatever it brings, where no key is set', undefined, 'off'],
    ['whatever it brings, where no API called', undefined, undefined],
    ['the key', 'new', digest('new')],
    ['the key of before, while it is changed', 'old', `${digest('old')},${digest('new')}`],
    ['the next key, while it is changed', 'new', `${digest('old')},${digest('new')}`],
  ])('lets in %s', (_, key, digests) => {
    expect(() => requireFrontDoor(request(key, digests))).not.toThrow();
  });

  it.each([
    ['no key', undefined, digest('new')],
    ['a wrong one', 'old', digest('new')],
    ['the digest itself', digest('new'), digest('new')],
    ['any, where what was set is no digest', 'new', 'new'],
  ])('refuses %s', (_, key, digests) => {
    expect(() => requireFrontDoor(request(key, digests))).toThrow(
      expect.objectContaining({ kind: 'forbidden', code: 'front-door-only' }),
    );
  });
});
