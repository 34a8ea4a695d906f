import { webAppLook } from './web-app-look.ts';

describe('webAppLook', () => {
  it('hands over every file that its style sheet names, and the stack of the app', () => {
    const { css, files } = webAppLook();
    const named = [...css.matchAll(/url\("([^"]+)"\)/g)].map(([, address]) => address);
    expect(named.length).toBeGreaterThan(2);
    expect(new Set(named)).toEqual(new Set([...files.keys()].map((name) => `/_sandbox/look/${name}`)));
    for (const { bytes } of files.values()) expect(bytes.length).toBeGreaterThan(0);
    const [family = ''] = /--font:\s*"([^"]+)"/.exec(css)?.slice(1) ?? [];
    expect(css).toContain(`font-family: "${family}"`);
  });
});
