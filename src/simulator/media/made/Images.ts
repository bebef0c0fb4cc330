import { filler, joined } from "./Filler.ts"

/** A segment of a JPEG: its marker, its length, what is in it. */
const segment = (marker: number, content: ReadonlyArray<number> | Uint8Array) => {
  const length = content.length + 2
  return joined([0xff, marker, length >> 8, length & 0xff], content)
}

/** A Huffman table with one code of one bit, for the symbol 0: all that a picture of one colour needs. */
const huffman = (table: number) => segment(0xc4, [table, 1, ...Array.from({ length: 15 }, () => 0), 0])

const jpegHead = joined(
  [0xff, 0xd8],
  segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)])
)
const jpegTail = joined(
  segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
  huffman(0x00),
  huffman(0x10),
  segment(0xda, [1, 1, 0, 0, 63, 0]),
  [0x3f, 0xff, 0xd9]
)

const COMMENT_AT_MOST = 0xfffd

/** Comments that take up exactly so many bytes, four at least each. */
const comments = (seed: string, size: number): Uint8Array => {
  if (size < 4) return new Uint8Array()
  // what is left for the next comment must be enough for one
  const length = Math.min(size - 4, size - 4 > COMMENT_AT_MOST ? COMMENT_AT_MOST - 4 : COMMENT_AT_MOST)
  return joined(segment(0xfe, filler(seed, length)), comments(seed, size - 4 - length))
}

/** A grey picture of 8 by 8 in JPEG. */
export const jpeg = (seed: string, size: number): Uint8Array =>
  joined(jpegHead, comments(seed, size - jpegHead.length - jpegTail.length), jpegTail)

const gifHead = joined("GIF89a", [1, 0, 1, 0, 0x80, 0, 0, 0x88, 0x88, 0x88, 0xff, 0xff, 0xff])
const gifTail = joined([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b])

/** A comment of a GIF of exactly so many bytes, in blocks of 255 at most. */
const gifComment = (seed: string, size: number): Uint8Array => {
  if (size < 3) return new Uint8Array()
  const blocks: Array<Uint8Array> = []
  for (let left = size - 3; left > 1;) {
    const whole = Math.min(255, left - 1)
    // no single byte may be left over: a block has two at least
    const length = left - 1 - whole === 1 ? whole - 1 : whole
    blocks.push(joined([length], filler(seed, length)))
    left -= length + 1
  }
  return joined([0x21, 0xfe], ...blocks, [0])
}

/** A grey dot in GIF, as stickers are. */
export const gif = (seed: string, size: number): Uint8Array =>
  joined(gifHead, gifComment(seed, size - gifHead.length - gifTail.length), gifTail)
