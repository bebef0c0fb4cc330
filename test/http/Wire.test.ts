import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Schema } from "effect"
import * as Wire from "../../src/http/Wire.ts"

const read = <A>(schema: Schema.Schema<A, string>, text: string) => Wire.reader("test", schema)(text)

describe("toJson", () => {
  it("keeps every character raw and nothing half", () => {
    expect(Wire.toJson({ Content: '你好 </a> & \u2028 😀 "\n' })).toBe(
      '{"Content":"你好 </a> & \u2028 😀 \\"\\n"}'
    )
    expect(Wire.toJson({ Content: "a\uD83Db\uDE00c" })).toBe('{"Content":"a\uFFFDb\uFFFDc"}')
  })

  it.prop(
    "never writes an escape for what is no control character",
    [fc.string({ unit: "binary" })],
    ([text]) => {
      expect(Wire.toJson(text)).not.toMatch(/\\u(?!00[01])/)
    }
  )
})

describe("utf8", () => {
  it("reads what is labelled otherwise, and what is broken", () => {
    expect(Wire.utf8(new TextEncoder().encode("好"))).toBe("好")
    expect(Wire.utf8(Uint8Array.of(0x61, 0xff))).toBe("a\uFFFD")
  })
})

describe("xml", () => {
  const Login = Wire.xml(
    Schema.Struct({ error: Schema.Struct({ ret: Schema.String, skey: Wire.xmlText, gone: Wire.xmlText }) })
  )

  it.effect("reads elements as strings, the five entities decoded once", () =>
    Effect.gen(function* () {
      const { error } = yield* read(
        Login,
        "<error><ret>007</ret><skey>&amp;lt;&lt;&gt;&quot;&apos;&#65;</skey></error>"
      )
      expect(error).toEqual({ ret: "007", skey: "&lt;<>\"'&#65;", gone: "" })
    })
  )

  it.effect("takes an element with elements in it for an empty text", () =>
    Effect.gen(function* () {
      const { error } = yield* read(Login, "<error><ret>0</ret><skey><b>x</b></skey></error>")
      expect(error.skey).toBe("")
    })
  )

  const bad = {
    "a DOCTYPE": '<!DOCTYPE e [<!ENTITY x "secret">]><error><ret>&x;</ret></error>',
    "an element cut off": "<error><ret>secret</ret>",
    "a wrong end": "<error><ret>secret</error>",
    "two roots": "<error><ret>secret</ret></error><error/>",
    "no XML": "secret",
    nothing: "",
    "a reserved name": "<__proto__><ret>secret</ret></__proto__>",
    "a very deep tree": "<a>".repeat(50_000) + "</a>".repeat(50_000)
  }
  for (const [name, text] of Object.entries(bad)) {
    it.effect(`refuses ${name} without quoting it`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(read(Login, text))
        expect(error._tag).toBe("BadAnswer")
        expect(JSON.stringify(error)).not.toContain("secret")
      })
    )
  }
})

describe("script", () => {
  const Answer = Wire.script(Schema.Struct({ "QRLogin.code": Schema.String, "QRLogin.uuid": Schema.String }))
  const Check = Wire.script(
    Schema.Struct({ "synccheck.retcode": Schema.String, "synccheck.selector": Schema.String })
  )

  it.effect("reads assignments", () =>
    Effect.gen(function* () {
      expect(yield* read(Answer, ` window.QRLogin.code = 200;\n window.QRLogin.uuid = "ab/+==";\n`)).toEqual({
        "QRLogin.code": "200",
        "QRLogin.uuid": "ab/+=="
      })
      expect(yield* read(Check, `window.synccheck={retcode:"0", selector:'2'}`)).toEqual({
        "synccheck.retcode": "0",
        "synccheck.selector": "2"
      })
    })
  )

  const bad = {
    "a call": `window.QRLogin.code = 200; window.QRLogin.uuid = "a"; alert("secret")`,
    "code around a value": `window.QRLogin.code = 200; window.QRLogin.uuid = f("secret");`,
    "something before": `secret window.QRLogin.code = 200; window.QRLogin.uuid = "a";`,
    "a value cut off": `window.QRLogin.code = 200; window.QRLogin.uuid = "secret`,
    "an escape": `window.QRLogin.code = 200; window.QRLogin.uuid = "secret\\x41";`,
    "a missing name": `window.QRLogin.code = 200; window.secret = 1;`
  }
  for (const [name, text] of Object.entries(bad)) {
    it.effect(`refuses ${name} without quoting it`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(read(Answer, text))
        expect(error._tag).toBe("BadAnswer")
        expect(JSON.stringify(error)).not.toContain("secret")
      })
    )
  }

  it.effect("reads a name like __proto__ as a name", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read(Answer, `window.__proto__ = {x:"1"};`))
      expect(error.issue).toBe("QRLogin.code is missing")
      expect(Object.prototype).not.toHaveProperty("x")
    })
  )
})

describe("reader", () => {
  const Answer = Schema.parseJson(
    Schema.Struct({ List: Schema.Array(Schema.Struct({ Key: Schema.Number })) })
  )

  it.effect("names the place, not the value", () =>
    Effect.gen(function* () {
      const fault = (text: string) => Effect.map(Effect.flip(read(Answer, text)), ({ issue }) => issue)
      expect(yield* fault(`{"List":[{"Key":1},{"Key":"secret"}]}`)).toBe("List.1.Key is not as expected")
      expect(yield* fault(`{"secret":1}`)).toBe("List is missing")
      expect(yield* fault(`{"List":secret`)).toBe("body is not as expected")
    })
  )
})

describe("a page in the place of an answer", () => {
  const Answer = Wire.json(Schema.Struct({ Ret: Schema.Number }))
  it.effect.each([
    "<!DOCTYPE html><html></html>",
    " \n<html>",
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
    "<!-- hotel --><head>",
    "<script>location='http://portal.example'</script>"
  ])("is foreign: %s", (text) =>
    Effect.gen(function* () {
      expect(yield* Effect.flip(read(Answer, text))).toMatchObject({ foreign: true })
    })
  )

  it.effect.each(["", "gibberish", "{", '{"Ret":"<html>"}', "<error><ret>1</ret></error>", "<htmlx>"])(
    "is none, though it cannot be read: %s",
    (text) =>
      Effect.gen(function* () {
        expect((yield* Effect.flip(read(Answer, text))).foreign).toBe(undefined)
      })
  )
})

describe("maybe", () => {
  const Answer = Schema.parseJson(Schema.Struct({ n: Wire.maybe(Schema.Int) }))

  it.effect("reads a good field and passes over a bad or missing one", () =>
    Effect.gen(function* () {
      expect(yield* read(Answer, `{"n":1}`)).toEqual({ n: 1 })
      expect(yield* read(Answer, `{"n":"x"}`)).toEqual({ n: undefined })
      expect(yield* read(Answer, `{}`)).toEqual({ n: undefined })
    })
  )
})
