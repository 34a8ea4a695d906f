import sharp from 'sharp';

// Files come from strangers: only the decoders of the types we take, nothing kept between photos, and one thread,
// because a function with this memory has one processor (https://sharp.pixelplumbing.com/api-utility/).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** The image library, with what strangers could misuse shut off. */
export { sharp as guardedSharp };
