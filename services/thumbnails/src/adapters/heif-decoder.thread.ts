import { parentPort, workerData } from 'node:worker_threads';
import { openLibHeif } from './libheif.ts';

/**
 * Decodes one HEIC picture in a thread of its own and posts its pixels: RGB or RGBA of 8 bits, turned and cropped as the
 * file says. What the library prints is about the file, and goes nowhere.
 */
const { file, memoryBytes } = workerData as { file: Uint8Array; memoryBytes: number };

interface Memory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly: { Memory: { prototype: Memory } };

// The library asks for memory as it goes, and takes "no" for an answer: the file then needs more than it said.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function bounded(pages: number): number {
  if (this.buffer.byteLength + pages * 65_536 > memoryBytes) throw new RangeError('no more memory');
  return grow.call(this, pages);
};

function fail(message = 'libheif does not say why'): never {
  throw new Error(message);
}

const silent = (): void => undefined;
const library = openLibHeif({ print: silent, printErr: silent });
const { heif_chroma, heif_colorspace, heif_error_code } = library;

const context = library.heif_context_alloc();
const { code, message } = library.heif_context_read_from_memory(context, file);
if (code !== heif_error_code.heif_error_Ok) fail(message);
const handle = library.heif_js_context_get_primary_image_handle(context);
if (handle.code) fail(handle.message);

const channels = library.heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
const chroma =
  channels === 3 ? heif_chroma.heif_chroma_interleaved_RGB : heif_chroma.heif_chroma_interleaved_RGBA;
const decoded = library.heif_js_decode_image2(handle, heif_colorspace.heif_colorspace_RGB, chroma);
const plane = decoded.channels?.[0] ?? fail(decoded.message);

const { width, height, stride } = plane;
const data = new Uint8Array(width * height * channels);
for (let row = 0; row < height; row += 1)
  data.set(plane.data.subarray(row * stride, row * stride + width * channels), row * width * channels);
parentPort?.postMessage({ data, widthPx: width, heightPx: height, channels }, [data.buffer]);
