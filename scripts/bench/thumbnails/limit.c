/*
 * The limit that the bench of the thumbnails compares with: what a program cannot leave out. It decodes a JPEG at the
 * fastest DCT scale that is still as wide as the widest rendition, and encodes pictures of the renditions' sizes as
 * WebP, at the renditions' own quality and effort. It resamples nothing; the pictures come ready from the bench.
 *
 *   limit <rounds> <photo.jpg> <width>x<height>:<quality>:<effort>:<pixels.rgb> ...
 *
 * Pixels are 8-bit RGB without padding, widest first. Prints one line per round: processor time in milliseconds for
 * the decode and for all encodes. Then one line: the scale chosen, and the peak memory in kilobytes.
 */
#include "limit.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MAX_PICTURES 16

void stop(const char *what) {
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
  const char *form = "%dx%d:%f:%d:%n";
  if (sscanf(argument, form, &picture.width, &picture.height, &picture.quality, &picture.effort, &offset) != 4 || !offset)
    stop("a picture is named <width>x<height>:<quality>:<effort>:<file>");
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

static double decode_ms(const uint8_t *jpeg, size_t size, Scale scale) {
  double started = processor_ms();
  decode(jpeg, size, scale);
  return processor_ms() - started;
}

/* Not every scale has a vectorised transform, so the smallest is not always the fastest: try each that is wide enough. */
static Scale fastest_scale(const uint8_t *jpeg, size_t size, int widest) {
  Scale scales[MAX_SCALES], best = {1, 1, 0};
  int count = scales_of(jpeg, size, scales);
  double best_ms = 1e9;
  for (int i = 0; i < count; i++)
    for (int round = 0; scales[i].width >= widest && round < 3; round++) {
      double ms = decode_ms(jpeg, size, scales[i]);
      if (ms < best_ms) best_ms = ms, best = scales[i];
    }
  return best;
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
  int rounds = argc > 1 ? atoi(argv[1]) : 0, count = argc - 3;
  if (rounds < 1 || count < 1 || count > MAX_PICTURES) stop("see the head of limit.c for the arguments");
  start();
  size_t size;
  uint8_t *jpeg = read_file(argv[2], &size);
  Picture pictures[MAX_PICTURES];
  for (int i = 0; i < count; i++) pictures[i] = read_picture(argv[3 + i]);

  Scale scale = fastest_scale(jpeg, size, pictures[0].width);
  for (int round = 0; round < rounds; round++) {
    double decoded_ms = decode_ms(jpeg, size, scale), started = processor_ms();
    for (int i = 0; i < count; i++) encode(&pictures[i]);
    printf("%.3f %.3f\n", decoded_ms, processor_ms() - started);
  }
  printf("%d/%d %ld\n", scale.num, scale.denom, peak_kilobytes());
  return 0;
}
