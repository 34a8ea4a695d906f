/* The limit by libjpeg-turbo and libwebp as the system's packages have them. */
#include "limit.h"
#include <stdlib.h>
#include <turbojpeg.h>
#include <webp/encode.h>

void start(void) {}

static void read_header(tjhandle decoder, const uint8_t *jpeg, size_t size, int *width, int *height) {
  int subsampling, colourspace;
  if (tjDecompressHeader3(decoder, jpeg, size, width, height, &subsampling, &colourspace)) stop(tjGetErrorStr2(decoder));
}

int scales_of(const uint8_t *jpeg, size_t size, Scale scales[MAX_SCALES]) {
  tjhandle decoder = tjInitDecompress();
  int width, height, count, found = 0;
  read_header(decoder, jpeg, size, &width, &height);
  tjscalingfactor *factors = tjGetScalingFactors(&count);
  for (int i = 0; i < count && found < MAX_SCALES; i++)
    if (factors[i].num <= factors[i].denom)
      scales[found++] = (Scale){factors[i].num, factors[i].denom, TJSCALED(width, factors[i])};
  tjDestroy(decoder);
  return found;
}

void decode(const uint8_t *jpeg, size_t size, Scale scale) {
  tjhandle decoder = tjInitDecompress();
  tjscalingfactor factor = {scale.num, scale.denom};
  int width, height;
  read_header(decoder, jpeg, size, &width, &height);
  int scaled_width = TJSCALED(width, factor), scaled_height = TJSCALED(height, factor);
  uint8_t *rgb = malloc((size_t)scaled_width * (size_t)scaled_height * 3);
  if (!rgb || tjDecompress2(decoder, jpeg, size, rgb, scaled_width, 0, scaled_height, TJPF_RGB, 0))
    stop(tjGetErrorStr2(decoder));
  free(rgb);
  tjDestroy(decoder);
}

void encode(const Picture *source) {
  WebPConfig config;
  WebPPicture picture;
  WebPMemoryWriter writer;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) stop("libwebp has another version than its header");
  config.quality = source->quality;
  config.method = source->effort;
  picture.width = source->width;
  picture.height = source->height;
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  WebPMemoryWriterInit(&writer);
  if (!WebPPictureImportRGB(&picture, source->rgb, source->width * 3) || !WebPEncode(&config, &picture))
    stop("libwebp cannot encode a picture");
  WebPMemoryWriterClear(&writer);
  WebPPictureFree(&picture);
}
