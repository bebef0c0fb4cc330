import { HttpServerResponse } from "@effect/platform"

interface Part {
  readonly from: number
  /** The first byte after it. */
  readonly to: number
}

/** One range of bytes; undefined for another form of `Range`, null for one that lies outside. */
const parse = (range: string, size: number): Part | null | undefined => {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? []
  if (first === undefined || last === undefined || first + last === "") return undefined
  if (first === "") return Number(last) === 0 ? null : { from: Math.max(0, size - Number(last)), to: size }
  const from = Number(first)
  const to = last === "" ? size : Math.min(size, Number(last) + 1)
  return from < to ? { from, to } : null
}

/** The bytes that a header `Range` asks for, as 206 or 416; undefined when it asks for none that is understood. */
export const ranged = (
  range: string | undefined,
  bytes: Uint8Array,
  contentType: string
): HttpServerResponse.HttpServerResponse | undefined => {
  const part = parse(range ?? "", bytes.length)
  if (part === undefined) return undefined
  if (part === null) {
    return HttpServerResponse.empty({ status: 416, headers: { "content-range": `bytes */${bytes.length}` } })
  }
  const { from, to } = part
  return HttpServerResponse.uint8Array(bytes.subarray(from, to), {
    status: 206,
    contentType,
    headers: { "accept-ranges": "bytes", "content-range": `bytes ${from}-${to - 1}/${bytes.length}` }
  })
}
