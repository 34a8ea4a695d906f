/*
 * The limit that the bench of the thumbnails compares with: what a program cannot leave out. It decodes a JPEG at the
 * fastest DCT scale that is still as wide as the widest rendition, and encodes pictures of the renditions' sizes as
 * WebP. It resamples nothing; the pictures to encode come ready from the bench.
 *
 *   limit <rounds> <quality> <effort> <photo.jpg> <width>x<height>:<pixels.rgb> ...
 *
 * Pixels are 8-bit RGB without padding, widest first. Prints one line per round: processor time in milliseconds for
 * the decode and for all encodes. Then one line: the scale chosen, and the peak memory in kilobytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#define MAX_PICTURES 16

typedef struct {
  int width;
  int height;
  uint8_t *rgb;
} Picture;

static void stop(const char *what) {
  fprintf(stderr, "limit: %s\n", what);
  exit(1);
}

static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) stop("a file cannot be opened");
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*size);
  if (!bytes || fread(bytes, 1, *size, file) != *size) stop("a file cannot be read");
  fclose(file);
  return bytes;
}

static Picture read_picture(const char *argument) {
  Picture picture;
  int offset = 0;
  if (sscanf(argument, "%dx%d:%n", &picture.width, &picture.height, &offset) != 2 || offset == 0)
    stop("a picture is named <width>x<height>:<file>");
  size_t size;
  picture.rgb = read_file(argument + offset, &size);
  if (size != (size_t)picture.width * (size_t)picture.height * 3) stop("a picture has another size than it says");
  return picture;
}

static double processor_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double decode(const uint8_t *jpeg, size_t size, tjscalingfactor scale) {
  double started = processor_ms();
  tjhandle decoder = tjInitDecompress();
  int width, height, subsampling, colourspace;
  if (tjDecompressHeader3(decoder, jpeg, size, &width, &height, &subsampling, &colourspace)) stop(tjGetErrorStr2(decoder));
  int scaled_width = TJSCALED(width, scale), scaled_height = TJSCALED(height, scale);
  uint8_t *rgb = malloc((size_t)scaled_width * (size_t)scaled_height * 3);
  if (!rgb || tjDecompress2(decoder, jpeg, size, rgb, scaled_width, 0, scaled_height, TJPF_RGB, 0))
    stop(tjGetErrorStr2(decoder));
  free(rgb);
  tjDestroy(decoder);
  return processor_ms() - started;
}

/* Not every scale has a vectorised transform, so the smallest is not always the fastest: try each that is wide enough. */
static tjscalingfactor fastest_scale(const uint8_t *jpeg, size_t size, int widest) {
  tjhandle decoder = tjInitDecompress();
  int width, height, subsampling, colourspace, count;
  if (tjDecompressHeader3(decoder, jpeg, size, &width, &height, &subsampling, &colourspace)) stop(tjGetErrorStr2(decoder));
  tjscalingfactor *scales = tjGetScalingFactors(&count), best = {1, 1};
  double best_ms = 1e9;
  for (int i = 0; i < count; i++) {
    if (scales[i].num > scales[i].denom || TJSCALED(width, scales[i]) < widest) continue;
    for (int round = 0; round < 3; round++) {
      double ms = decode(jpeg, size, scales[i]);
      if (ms < best_ms) best_ms = ms, best = scales[i];
    }
  }
  tjDestroy(decoder);
  return best;
}

static void encode(const Picture *source, float quality, int effort) {
  WebPConfig config;
  WebPPicture picture;
  WebPMemoryWriter writer;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) stop("libwebp has another version than its header");
  config.quality = quality;
  config.method = effort;
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

/* Not getrusage: its peak would include the process that started this one. 0 where there is no /proc. */
static long peak_kilobytes(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long peak = 0;
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &peak);
  if (status) fclose(status);
  return peak;
}

int main(int argc, char **argv) {
  if (argc < 6 || argc - 5 > MAX_PICTURES) stop("see the head of limit.c for the arguments");
  int rounds = atoi(argv[1]), effort = atoi(argv[3]), count = argc - 5;
  float quality = (float)atof(argv[2]);
  size_t size;
  uint8_t *jpeg = read_file(argv[4], &size);
  Picture pictures[MAX_PICTURES];
  for (int i = 0; i < count; i++) pictures[i] = read_picture(argv[5 + i]);

  tjscalingfactor scale = fastest_scale(jpeg, size, pictures[0].width);
  for (int round = 0; round < rounds; round++) {
    double decode_ms = decode(jpeg, size, scale), started = processor_ms();
    for (int i = 0; i < count; i++) encode(&pictures[i], quality, effort);
    printf("%.3f %.3f\n", decode_ms, processor_ms() - started);
  }
  printf("%d/%d %ld\n", scale.num, scale.denom, peak_kilobytes());
  return 0;
}
