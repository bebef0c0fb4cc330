import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { calls, world } from "../../support/http/calls.ts"
import { FakeHttp } from "../../support/http/FakeHttp.ts"
import { errorOf } from "../../support/http/errorOf.ts"

const fields = "<wxsid>s</wxsid><wxuin>1</wxuin><pass_ticket>p</pass_ticket>"
const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")

describe("XML of the log-in page", () => {
  const bad = {
    "a billion laughs": `<?xml version="1.0"?><!DOCTYPE e [<!ENTITY l0 "secret">${laughs}]><error><ret>0</ret><skey>&l9;</skey>${fields}</error>`,
    "an entity from a file": `<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]><error><ret>0</ret><skey>&x;</skey>${fields}</error>`,
    "an entity from the net": `<!DoCtYpE e SYSTEM "http://evil.example/e.dtd"><error><ret>0</ret><skey>secret</skey>${fields}</error>`,
    "a DOCTYPE in a comment": `<!-- <!DOCTYPE e> --><error><ret>0</ret><skey>secret</skey>${fields}</error>`,
    "a deep tree": `<error><ret>0</ret>${"<skey>".repeat(100_000)}secret${"</skey>".repeat(100_000)}</error>`,
    "a deep tree without an end": "<error>".repeat(100_000),
    "a CDATA without an end": `<error><ret>0</ret><skey><![CDATA[secret</skey>${fields}</error>`,
    "names of every object's own": `<error><ret>0</ret><constructor>secret</constructor><__proto__><skey>secret</skey></__proto__>${fields}</error>`,
    "two of each": `<error><ret>0</ret><ret>0</ret><skey>secret</skey><skey>secret</skey>${fields}</error>`,
    "two of one": `<error><ret>0</ret><skey>secret</skey><skey>secret</skey>${fields}</error>`,
    "nothing but brackets": "<".repeat(1024 * 1024),
    "nothing but entities": "&amp;".repeat(200_000)
  }
  for (const [name, text] of Object.entries(bad)) {
    it.effect(`with ${name} is refused, and not quoted`, () =>
      Effect.gen(function* () {
        const error = yield* errorOf("webwxnewloginpage", text)
        expect(error).toMatchObject({ _tag: "BadAnswer" })
        expect(JSON.stringify(error)).not.toContain("secret")
      })
    )
  }

  const read = {
    "an entity in an entity": ["&amp;amp;lt;b&amp;gt;", "&amp;lt;b&gt;"],
    "an entity nobody knows": ["&l9;&#x41;", "&l9;&#x41;"],
    "a text of a million entities": ["&amp;".repeat(100_000), "&".repeat(100_000)],
    "another answer in CDATA": ["<![CDATA[</skey><ret>1203</ret>]]>", "</skey><ret>1203</ret>"]
  } as const
  for (const [name, [written, skey]] of Object.entries(read)) {
    it.effect(`with ${name} is taken by the letter`, () =>
      Effect.gen(function* () {
        const got = yield* calls.webwxnewloginpage
        expect(Redacted.value(got.skey)).toBe(skey)
      }).pipe(
        Effect.provide(
          world(
            new FakeHttp(() => new Response(`<error><ret>0</ret><skey>${written}</skey>${fields}</error>`))
          )
        )
      )
    )
  }
})
