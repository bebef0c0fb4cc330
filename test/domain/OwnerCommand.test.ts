import { describe, expect, it } from "@effect/vitest"
import { Arbitrary, FastCheck as fc } from "effect"
import { FILE_HELPER } from "../../src/domain/Contact.ts"
import { Body, Message } from "../../src/domain/Message.ts"
import { type CommandName, commandIn, readCommand } from "../../src/domain/OwnerCommand.ts"
import { decide } from "../../src/domain/ReplyPolicy.ts"
import { anyFacts, anyPolicy } from "../support/domain/anyFacts.ts"
import { me, message, ownerNotes, text } from "../support/domain/facts.ts"

describe("a command", () => {
  it.each<[string, CommandName, string, "en" | "zh"]>([
    ["/pause", "pause", "", "en"],
    ["/Pause 30 minutes", "pause", "30 minutes", "en"],
    ["/暂停", "pause", "", "zh"],
    [" ／暂停30分钟 ", "pause", "30分钟", "zh"],
    ["/resume", "resume", "", "en"],
    ["/恢复 发送", "resume", "发送", "zh"],
    ["/status", "status", "", "en"],
    ["/状态", "status", "", "zh"],
    ["/why Li", "why", "Li", "en"],
    ["/为什么 老王", "why", "老王", "zh"],
    ["/mute Li 2 hours", "mute", "Li 2 hours", "en"],
    ["/静音老王", "mute", "老王", "zh"],
    ["/unmute Li", "unmute", "Li", "en"],
    ["/取消静音 老王", "unmute", "老王", "zh"],
    ["/help", "help", "", "en"],
    ["/帮助", "help", "", "zh"],
    ["/", "help", "", "en"],
    ["/pauses", "help", "", "en"],
    ["/暂 停", "help", "", "zh"]
  ])("%j is %s %j", (said, name, words, language) => {
    expect(readCommand(said)).toEqual({ name, words, language })
  })

  it.each(["", "pause", "say /pause", "暂停", "\\pause", "、暂停"])("is not %j", (said) => {
    expect(readCommand(said)).toBeUndefined()
  })
})

const commands = fc.constantFrom(
  "/pause",
  "/暂停 30分钟",
  "/resume",
  "/恢复 发送",
  "/mute Li",
  "/取消静音 Li",
  "/x"
)

describe("nobody but the owner moves a switch", () => {
  it.prop(
    "whoever writes the words to whomever",
    { said: commands, wild: Arbitrary.make(Message), body: Arbitrary.make(Body) },
    ({ body, said, wild }) => {
      const bodies: ReadonlyArray<Body> = [
        text(said),
        { _tag: "Text", text: said, quote: { name: said, text: said } },
        { _tag: "Text", text: `Li: ${said}` },
        body
      ]
      const names = [me, "@li", "@@family", FILE_HELPER, "newsapp", wild.from]
      for (const from of names) {
        for (const chat of names) {
          for (const one of bodies) {
            const told = commandIn({ ...wild, from, to: chat, chat, body: one }, me)
            const isOwners = from === me && chat === FILE_HELPER && one === bodies[0]
            if (one !== body) expect(told !== undefined).toBe(isOwners)
          }
          // what comes to the owner, whatever it says of itself
          if (from !== me)
            expect(commandIn({ ...wild, from, to: me, chat, body: text(said) }, me)).toBeUndefined()
        }
      }
    }
  )

  it.prop("whatever a decision looks at", { facts: anyFacts, policy: anyPolicy }, ({ facts, policy }) => {
    const { body, chat, from } = facts.message
    if (decide(policy, facts)._tag !== "Command") return
    expect([from, chat]).toEqual([facts.me, FILE_HELPER])
    expect(body._tag === "Text" && /^\s*[/／]/.test(body.text)).toBe(true)
  })

  it("and the owner does", () => {
    expect(commandIn(ownerNotes(text("/pause")).message, me)).toBeDefined()
    expect(commandIn(message({ body: text("/pause") }), me)).toBeUndefined()
  })
})
