import { writtenTitleField } from '@shutterbus/contracts/fields';
import { titleFromFileName } from './title-from-file-name.ts';

const family = '👨‍👩‍👧‍👦';

describe('titleFromFileName', () => {
  it.each([
    ['IMG_2041-first_snow.JPG', 'IMG 2041 first snow'],
    ['.jpg', 'Untitled'],
    ['___.png', 'Untitled'],
    ['\u200b.png', 'Untitled'],
    ['\u3164\u2800.png', 'Untitled'],
    ['photo\u202egnp.exe.png', 'photognp.exe'],
    ['a\u0007b.png', 'ab'],
    [`${'x'.repeat(140)}.png`, 'x'.repeat(100)],
    [`${'x'.repeat(99)}😀.png`, 'x'.repeat(99)],
    [`${'x'.repeat(98)}😀😀.png`, `${'x'.repeat(98)}😀`],
    [`${'x'.repeat(95)}${family}.png`, 'x'.repeat(95)],
    [`${'x'.repeat(99)}e\u0301.png`, 'x'.repeat(99)],
    ['half \ud83d of one.png', 'half  of one'],
  ])('makes a title of %j that the contract takes', (name, title) => {
    expect(titleFromFileName(name)).toBe(title);
    expect(writtenTitleField.parse(title)).toBe(title);
  });
});
