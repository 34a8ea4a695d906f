import sharp from 'sharp';

/** Colour profiles as files carry them. https://www.color.org/icc_specs2.xalter */

/** A profile that the image library has built in. */
export async function builtIn(name: 'srgb' | 'p3' | 'cmyk'): Promise<Buffer> {
  const carrier = sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } });
  const jpeg = await carrier
    .toColourspace(name === 'cmyk' ? 'cmyk' : 'srgb')
    .withIccProfile(name)
    .jpeg()
    .toBuffer();
  const { icc } = await sharp(jpeg).metadata();
  if (!icc) throw new Error(`no profile ${name} came out`);
  return icc;
}

/** The smallest grey profile: white point, and a curve of one gamma. */
export function grey(gamma = 2.2): Buffer {
  const description = tag('desc', [...u32(5), ...Buffer.from('grey\0', 'latin1'), ...Array(78).fill(0)]);
  const copyright = tag('text', [...Buffer.from('none\0', 'latin1')]);
  const white = tag('XYZ ', [...s15(0.9642), ...s15(1), ...s15(0.8249)]);
  const curve = tag('curv', [...u32(1), Math.floor(gamma), Math.round((gamma % 1) * 256)]);
  const tags = Object.entries({ desc: description, cprt: copyright, wtpt: white, kTRC: curve });
  const table: Buffer[] = [Buffer.from(u32(tags.length))];
  const bodies: Buffer[] = [];
  let offset = 128 + 4 + tags.length * 12;
  for (const [name, body] of tags) {
    table.push(Buffer.from([...Buffer.from(name, 'latin1'), ...u32(offset), ...u32(body.length)]));
    bodies.push(body);
    offset += body.length;
  }
  const head = Buffer.alloc(128);
  head.writeUInt32BE(offset, 0);
  head.writeUInt32BE(0x02400000, 8);
  head.write('mntrGRAYXYZ ', 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  Buffer.from([...s15(0.9642), ...s15(1), ...s15(0.8249)]).copy(head, 68);
  return Buffer.concat([head, ...table, ...bodies]);
}

/** A header that says "profile", and nothing behind it that holds. */
export async function corrupt(): Promise<Buffer> {
  const profile = Buffer.from(await builtIn('p3'));
  return profile.fill(0xff, 128, Math.min(profile.length, 400));
}

/** Shorter than its own header says. */
export const truncated = async (): Promise<Buffer> => {
  const profile = await builtIn('p3');
  return profile.subarray(0, Math.floor(profile.length / 2));
};

const u32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const s15 = (value: number): number[] => u32(Math.round(value * 65_536));

/** Padded to a multiple of four, as the format asks. */
function tag(type: string, data: number[]): Buffer {
  const bytes = [...Buffer.from(type, 'latin1'), 0, 0, 0, 0, ...data];
  return Buffer.from([...bytes, ...Array((4 - (bytes.length % 4)) % 4).fill(0)]);
}
