/** A WebP as long as its header promises, filled up with what is given again and again; nothing if that is too long. */
export function filledUp(file: Uint8Array, filler: Uint8Array, maxBytes: number): Buffer | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const promised = bytes.readUInt32LE(4) + 8;
  if (promised <= bytes.length || promised > maxBytes) return undefined;
  return Buffer.concat([bytes, Buffer.alloc(promised - bytes.length, filler)]);
}
