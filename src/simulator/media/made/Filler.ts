/** So many bytes of a text, again and again: they tell one thing that was made from another. */
export const filler = (seed: string, size: number): Uint8Array => Buffer.alloc(Math.max(0, size), `${seed} `)

/** Bytes one after the other, of texts (ASCII), of numbers and of bytes. */
export const joined = (...pieces: ReadonlyArray<string | ReadonlyArray<number> | Uint8Array>): Uint8Array =>
  Buffer.concat(
    pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : Uint8Array.from(piece)))
  )
