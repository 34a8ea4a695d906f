/*
 * The limit by the decoder and the encoder that sharp ships inside its libvips: what is above it is ours. They are
 * built for size (-Os), the system's for speed, and the same source is slower for that. Needs no header: these are the
 * functions that libvips exports. https://www.libvips.org/API/current/
 */
#include "limit.h"

typedef struct _VipsImage VipsImage;
int vips_init(const char *name);
void vips_concurrency_set(int threads);
void vips_cache_set_max(int operations);
int vips_jpegload_buffer(void *bytes, size_t size, VipsImage **image, ...);
int vips_webpsave_buffer(VipsImage *image, void **bytes, size_t *size, ...);
int vips_image_get_width(const VipsImage *image);
VipsImage *vips_image_new_from_memory(const void *pixels, size_t size, int width, int height, int bands, int format);
void *vips_image_write_to_memory(VipsImage *image, size_t *size);
void g_object_unref(void *object);
void g_free(void *memory);

/* Values of VipsBandFormat and VipsAccess. */
enum { UCHAR = 0, SEQUENTIAL = 1 };

/* As in sharp-pictures.ts. */
void start(void) {
  if (vips_init("limit")) stop("libvips does not start");
  vips_concurrency_set(1);
  vips_cache_set_max(0);
}

static VipsImage *open_at(const uint8_t *jpeg, size_t size, int denom) {
  VipsImage *image;
  if (vips_jpegload_buffer((void *)jpeg, size, &image, "shrink", denom, "access", SEQUENTIAL, (void *)0))
    stop("the photo cannot be read");
  return image;
}

int scales_of(const uint8_t *jpeg, size_t size, Scale scales[MAX_SCALES]) {
  int found = 0;
  for (int denom = 1; denom <= 8; denom *= 2) {
    VipsImage *image = open_at(jpeg, size, denom);
    scales[found++] = (Scale){1, denom, vips_image_get_width(image)};
    g_object_unref(image);
  }
  return found;
}

void decode(const uint8_t *jpeg, size_t size, Scale scale) {
  VipsImage *image = open_at(jpeg, size, scale.denom);
  size_t length;
  void *pixels = vips_image_write_to_memory(image, &length);
  if (!pixels) stop("the photo cannot be decoded");
  g_free(pixels);
  g_object_unref(image);
}

void encode(const Picture *source) {
  size_t size = (size_t)source->width * (size_t)source->height * 3, length;
  VipsImage *image = vips_image_new_from_memory(source->rgb, size, source->width, source->height, 3, UCHAR);
  void *webp;
  int quality = (int)source->quality;
  if (!image || vips_webpsave_buffer(image, &webp, &length, "Q", quality, "effort", source->effort, (void *)0))
    stop("a picture cannot be encoded");
  g_free(webp);
  g_object_unref(image);
}
