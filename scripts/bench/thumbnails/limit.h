/* The two jobs that nobody who makes renditions can leave out, done by one set of libraries or another. */
#include <stddef.h>
#include <stdint.h>

#define MAX_SCALES 16

typedef struct {
  int width;
  int height;
  float quality;
  int effort;
  /* 8 bits a channel, without padding. */
  uint8_t *rgb;
} Picture;

/* The decoder reduces to num / denom while it decodes. */
typedef struct {
  int num;
  int denom;
  int width;
} Scale;

void stop(const char *what);

void start(void);
int scales_of(const uint8_t *jpeg, size_t size, Scale scales[MAX_SCALES]);
void decode(const uint8_t *jpeg, size_t size, Scale scale);
void encode(const Picture *picture);
