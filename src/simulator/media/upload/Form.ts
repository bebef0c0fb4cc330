import { HttpServerRequest } from "@effect/platform"
import { Effect } from "effect"
import { NotTaken, readBody } from "./Intake.ts"

/** A form (`multipart/form-data`) with a file in it, as uploads are. */
export interface Form {
  readonly fields: ReadonlyMap<string, string>
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | undefined
}

/** More than any client sends. */
const PARTS_AT_MOST = 64

const HEAD_END = "\r\n\r\n"

/** The value of a parameter of `Content-Disposition`; undefined when it is missing. */
const parameter = (head: string, name: string): string | undefined =>
  new RegExp(`^content-disposition:[^\\r\\n]*;\\s*${name}="([^"]*)"`, "im").exec(head)?.[1]

/** The form with one part more; null for a part without a name. */
const withPart = ({ fields, file }: Form, head: string, content: Buffer): Form | null => {
  const name = parameter(head, "name")
  if (name === undefined) return null
  const fileName = parameter(head, "filename")
  return fileName === undefined
    ? { fields: new Map(fields).set(name, content.toString()), file }
    : // a copy, so that nothing of the body is kept but the file
      { fields, file: { name: fileName, bytes: Uint8Array.from(content) } }
}

/** Reads the parts of a form between its boundaries; null for what is none, or not all there. */
const parse = (body: Buffer, boundary: string): Form | null => {
  const between = Buffer.from(`\r\n--${boundary}`)
  let form: Form | null = { fields: new Map(), file: undefined }
  // the first boundary may stand at the very beginning
  let at = body.indexOf(between.subarray(2))
  at = at < 0 ? at : at + between.length - 2
  for (let parts = 0; at >= 0 && form !== null && parts <= PARTS_AT_MOST; parts += 1) {
    if (body.toString("latin1", at, at + 2) === "--") return form
    const headEnd = body.indexOf(HEAD_END, at)
    const end = headEnd < 0 ? -1 : body.indexOf(between, headEnd + HEAD_END.length)
    if (end < 0) return null
    form = withPart(form, body.toString("utf8", at, headEnd), body.subarray(headEnd + HEAD_END.length, end))
    at = end + between.length
  }
  return null
}

/** Reads a request whose body is a form. */
export const readForm = Effect.gen(function* () {
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const body = yield* readBody
  const boundary = /boundary="?([^";]+)"?/i.exec(headers["content-type"] ?? "")?.[1]
  const form = boundary === undefined ? null : parse(body, boundary)
  return form === null ? yield* new NotTaken({ status: 400 }) : form
})
