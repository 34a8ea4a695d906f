import { isAcceptableA, makeEphemeral, makeVerifier, matchesPassword, provesPassword } from './srp.ts';

describe('matchesPassword', () => {
  it('knows the right password from wrong ones, whatever the length of their numbers', () => {
    const stored = makeVerifier('Pool', 'ann', 'right');
    expect(matchesPassword('Pool', 'ann', 'right', stored)).toBe(true);
    for (let i = 0; i < 20; i++) expect(matchesPassword('Pool', 'ann', `wrong ${i}`, stored)).toBe(false);
    expect(matchesPassword('Pool', 'bob', 'right', stored)).toBe(false);
  });
});

describe('isAcceptableA', () => {
  it.each(['0', '00', '', 'xyz', '-1', 'f'.repeat(1025)])('refuses %j', (A) => {
    expect(isAcceptableA(A)).toBe(false);
  });
});

describe('provesPassword', () => {
  it('refuses a signature of another length or content', () => {
    const { verifier } = makeVerifier('Pool', 'ann', 'right');
    const claim = { poolName: 'Pool', userIdForSrp: 'ann', secretBlock: 'AAAA', timestamp: 'now' };
    for (const signature of ['', 'AAAA', Buffer.alloc(32).toString('base64')]) {
      expect(provesPassword('2', makeEphemeral(verifier), verifier, claim, signature)).toBe(false);
    }
  });
});
