import { authField, authMessage } from './auth-message.ts';

describe('authMessage', () => {
  it('does not tell a wrong password from an unknown address', () => {
    expect(authMessage({ name: 'UserNotFoundException' })).toBe(
      authMessage({ name: 'NotAuthorizedException' }),
    );
  });

  it('keeps the sentence of a trigger and drops Cognito’s words before it', () => {
    const error = {
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error The handle anna is taken.',
    };
    expect(authMessage(error)).toBe('The handle anna is taken.');
    expect(authField(error)).toBe('handle');
  });

  it.each([
    ['Password not long enough', /12 characters/],
    ['Password must have lowercase characters', /small letter/],
    ['Password must have numeric characters', /digit/],
  ])('says what a password lacks: %s', (lack, sentence) => {
    const message = `Password did not conform with policy: ${lack}`;
    expect(authMessage({ name: 'InvalidPasswordException', message })).toMatch(sentence);
  });

  it('has a sentence for anything', () => {
    expect(authMessage(undefined)).toMatch(/went wrong/);
    expect(authMessage({ name: 'Odd', message: 'odd thing' })).toBe('odd thing.');
  });
});

describe('authField', () => {
  it('puts an error beside its field', () => {
    expect(authField({ name: 'InvalidPasswordException' })).toBe('password');
    expect(authField({ name: 'UsernameExistsException' })).toBe('email');
    expect(authField({ name: 'ExpiredCodeException' })).toBe('code');
    expect(authField(new Error('odd'))).toBeUndefined();
  });
});
