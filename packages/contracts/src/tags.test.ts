import { isTag, normalTag, tagsAtMost, tagsIn } from './tags.ts';

describe('tagsIn', () => {
  it.each<[string, string[]]>([
    ['First #snow on the #Harbour, #snow!', ['snow', 'harbour']],
    ['#one#two ##three (#four) “#five”', ['one', 'four', 'five']],
    ['a#b https://example.com/page#part https://example.com/#part &#39; C# #', []],
    ['#1 #42 #_ #2026_snow', ['2026_snow']],
    ['#Schnee #ЗИМА #雪 #冬の朝 #नमस्ते #שלג', ['schnee', 'зима', '雪', '冬の朝', 'नमस्ते', 'שלג']],
    ['#ＳＮＯＷ #ﬁne', ['snow', 'fine']],
    [`#${'x'.repeat(30)} #${'y'.repeat(31)}`, ['x'.repeat(30)]],
  ])('finds in %j %j', (text, tags) => {
    expect(tagsIn(text)).toEqual(tags);
  });

  it('takes the first ten, of all texts together', () => {
    const many = Array.from({ length: 8 }, (_, n) => `#a${n}`).join(' ');
    expect(tagsIn(many, many, many.replaceAll('a', 'b'))).toHaveLength(tagsAtMost);
  });

  it('finds tags that name themselves', () => {
    for (const tag of tagsIn('#Snow #İstanbul #ẞ #ǅ #2026_SNOW')) {
      expect(isTag(tag)).toBe(true);
      expect(tagsIn(`#${tag}`)).toEqual([tag]);
      expect(normalTag(tag)).toBe(tag);
    }
  });
});
