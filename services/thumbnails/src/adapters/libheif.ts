import factory from 'libheif-js/libheif-wasm/libheif.js';

/** The part of libheif's interface that decodes one picture, as the WebAssembly build of libheif-js has it. */
export interface LibHeif {
  heif_error_code: { heif_error_Ok: object };
  heif_colorspace: { heif_colorspace_RGB: object };
  heif_chroma: { heif_chroma_interleaved_RGB: object; heif_chroma_interleaved_RGBA: object };
  heif_context_alloc(): object;
  heif_context_read_from_memory(context: object, file: Uint8Array): Failure;
  heif_js_context_get_primary_image_handle(context: object): Partial<Failure>;
  heif_image_handle_has_alpha_channel(handle: object): number;
  heif_js_decode_image2(
    handle: object,
    colorspace: object,
    chroma: object,
  ): Partial<Failure> & { channels?: Plane[] };
}

interface Failure {
  code: object;
  message: string;
}

interface Plane {
  width: number;
  height: number;
  /** Bytes from one row to the next. */
  stride: number;
  /** In the library's own memory. */
  data: Uint8Array;
}

/** The package's types describe an ES module; it is a CommonJS one that is the function itself. */
export const openLibHeif = factory as unknown as (options: {
  print(text: string): void;
  printErr(text: string): void;
}) => LibHeif;
