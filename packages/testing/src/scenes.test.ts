import sharp from 'sharp';
import { sample } from './sample.ts';
import { type SceneName, type ShapeName, sceneLike, scenes, shapes } from './scenes.ts';

const isScene = (name: string): name is SceneName => name in scenes;
const isShape = (name: string): name is ShapeName => name in shapes;

describe('sceneLike', () => {
  const names = Object.keys(scenes).filter(isScene);
  const forms = Object.keys(shapes).filter(isShape);

  it.each(sample(names, 3))('draws %s in each shape, with something to see in it', async (name) => {
    const form = forms[names.indexOf(name) % forms.length] ?? 'square';
    const bytes = await sceneLike(name, form, 3);
    const { width, height, format } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([...shapes[form]]);
    expect(format).toBe('jpeg');
    const { channels } = await sharp(bytes).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(10);
  });
});
