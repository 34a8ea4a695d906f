import { checkPassword, passwordPolicy, randomPassword } from './password-policy.ts';

describe('checkPassword', () => {
  const policy = passwordPolicy.parse({ MinimumLength: 10 });

  it.each([
    ['Sh0rt!', 'Password not long enough'],
    ['lowercase1!', 'Password must have uppercase characters'],
    ['UPPERCASE1!', 'Password must have lowercase characters'],
    ['NoNumbers!!', 'Password must have numeric characters'],
    ['NoSymbols11', 'Password must have symbol characters'],
    [` Spaced 1! `, 'Password must not begin or end with a space'],
    [`Aa1!${'x'.repeat(260)}`, 'Password too long'],
  ])('refuses %j', (password, reason) => {
    expect(() => checkPassword(password, policy)).toThrow(`Password did not conform with policy: ${reason}`);
  });

  it('takes a space within as a symbol', () => {
    expect(() => checkPassword('Correct horse 1', policy)).not.toThrow();
  });

  it('accepts what randomPassword makes', () => {
    for (let i = 0; i < 50; i++) checkPassword(randomPassword(policy), policy);
  });
});
