import { checkFile, titleFromFileName } from './file-check.ts';

describe('checkFile', () => {
  it('takes pictures up to 25 MiB', () => {
    expect(checkFile({ name: 'a.jpg', type: 'image/jpeg', size: 25 * 1024 * 1024 })).toEqual({
      ok: true,
      contentType: 'image/jpeg',
    });
    expect(checkFile({ name: 'a.jpg', type: 'image/jpeg', size: 25 * 1024 * 1024 + 1 })).toMatchObject({
      ok: false,
    });
  });

  it('goes by the name when the system knows no type', () => {
    expect(checkFile({ name: 'A.JPEG', type: '', size: 10 })).toEqual({
      ok: true,
      contentType: 'image/jpeg',
    });
  });

  it.each([
    ['notes.pdf', 'application/pdf', /JPEG, PNG, WebP or GIF/],
    ['drawing.svg', 'image/svg+xml', /JPEG, PNG, WebP or GIF/],
    ['disguised.jpg', 'text/html', /JPEG, PNG, WebP or GIF/],
    ['IMG_1.HEIC', '', /HEIC/],
  ])('refuses %s', (name, type, reason) => {
    expect(checkFile({ name, type, size: 10 })).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('refuses an empty file', () => {
    expect(checkFile({ name: 'a.png', type: 'image/png', size: 0 })).toMatchObject({
      ok: false,
      reason: /empty/i.exec('The file is empty.')?.input,
    });
  });
});

describe('titleFromFileName', () => {
  it.each([
    ['IMG_2041-first_snow.JPG', 'IMG 2041 first snow'],
    ['.jpg', 'Untitled'],
    ['___.png', 'Untitled'],
    [`${'x'.repeat(140)}.png`, 'x'.repeat(100)],
  ])('makes a title of %s', (name, title) => {
    expect(titleFromFileName(name)).toBe(title);
  });
});
