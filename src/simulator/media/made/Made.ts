import { filler, joined } from "./Filler.ts"
import { gif, jpeg } from "./Images.ts"

/*
 * Media that nobody uploaded: bytes that begin as a file of their kind does, made when they are asked for, always the
 * same for the same message. Nothing of the sort is shipped.
 */

/** The largest one that is made. */
export const MADE_AT_MOST = 1024 * 1024

/** A frame of MP3 at 32 kbit/s: its head, silence, and room that no player looks at. */
const FRAME = 104
const FRAME_HEAD = [0xff, 0xfb, 0x10, 0xc0, ...Array.from({ length: 17 }, () => 0)]

const mp3 = (seed: string, size: number): Uint8Array => {
  const frames = Math.floor(size / FRAME)
  const frame = joined(FRAME_HEAD, filler(seed, FRAME - FRAME_HEAD.length))
  return joined(...Array.from({ length: frames }, () => frame), filler(seed, size - frames * FRAME))
}

/** A box of MP4: its length and its kind before what is in it. */
const box = (kind: string, content: Uint8Array): Uint8Array => {
  const length = content.length + 8
  return joined([length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff], kind, content)
}

const mp4 = (seed: string, size: number): Uint8Array => {
  const head = box("ftyp", joined("isom", [0, 0, 2, 0], "isommp42"))
  return joined(head, box("free", filler(seed, size - head.length - 8)))
}

const begun = (head: string | ReadonlyArray<number>) => (seed: string, size: number) => {
  const bytes = joined(head)
  return joined(bytes, filler(seed, size - bytes.length))
}

const zip = begun([0x50, 0x4b, 3, 4, 20, 0, 0, 0])

type Make = (seed: string, size: number) => Uint8Array

/** By the end of a file's name. */
const makers: ReadonlyMap<string, Make> = new Map(
  Object.entries({
    jpg: jpeg,
    jpeg,
    gif,
    png: begun([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    mp3,
    mp4,
    pdf: begun("%PDF-1.4\n"),
    zip,
    docx: zip,
    xlsx: zip,
    pptx: zip,
    amr: begun("#!AMR\n")
  })
)

/** Media of exactly so many bytes, in the format that the end of a file's name stands for; others are text. */
export const made = (ending: string, seed: string, size: number): Uint8Array => {
  const length = Math.min(size, MADE_AT_MOST)
  const bytes = (makers.get(ending.toLowerCase()) ?? filler)(seed, length)
  // few formats come in any length: what is too long is cut off, what is too short goes on behind its end
  return joined(bytes, filler(seed, length - bytes.length)).subarray(0, length)
}

/** The content types that clients look at, by the first bytes. */
const heads: ReadonlyArray<readonly [head: string, contentType: string]> = [
  ["ffd8", "image/jpeg"],
  ["89504e47", "image/png"],
  ["474946", "image/gif"],
  ["424d", "image/bmp"]
]

/** The content type of a picture by its first bytes; undefined for what is none. */
export const imageType = (bytes: Uint8Array): string | undefined => {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("hex")
  return heads.find(([head]) => start.startsWith(head))?.[1]
}
