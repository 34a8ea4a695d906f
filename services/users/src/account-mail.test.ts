import { renderAccountMail } from './account-mail.ts';

const facts = {
  name: 'Anna',
  email: 'anna+photos@example.com',
  code: '{####}',
  webOrigin: 'https://photos.example.com',
};

describe('renderAccountMail', () => {
  it.each(['confirm', 'reset-password', 'verify-email'] as const)(
    'puts the code into the mail to %s',
    (kind) => {
      const { subject, html } = renderAccountMail(kind, facts);
      expect(subject).toContain('Shutterbus');
      expect(html).toContain('{####}');
      expect(html).toContain('Hello Anna,');
      expect(html).toContain('href="https://photos.example.com/');
      expect(html).toContain('email=anna%2Bphotos%40example.com');
      // https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
      expect(html.length).toBeLessThan(20_000);
    },
  );

  it('escapes the name', () => {
    const { html } = renderAccountMail('confirm', { ...facts, name: `<b onclick="x">& 'Co'` });
    expect(html).toContain('Hello &lt;b onclick=&quot;x&quot;&gt;&amp; &#39;Co&#39;,');
    expect(html).not.toContain('<b ');
  });

  it.each([
    'Win at http://spam.example',
    'spam.example',
    'a@spam.example',
    '{####}',
    'x'.repeat(51),
    '\u202eannA',
    undefined,
  ])('greets without a name that could advertise: %p', (name) => {
    const { html } = renderAccountMail('confirm', { ...facts, name });
    expect(html).toContain('<p>Hello,</p>');
  });

  it('keeps a name with a dot that makes no link', () => {
    expect(renderAccountMail('confirm', { ...facts, name: 'Anna M. L.' }).html).toContain(
      'Hello Anna M. L.,',
    );
  });

  it('has no link when the address of the web app is not known', () => {
    expect(renderAccountMail('confirm', { ...facts, webOrigin: undefined }).html).not.toContain('href');
  });
});
