import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import * as Switches from "../../src/domain/Switches.ts"

const li = { userName: "@li", lastingName: "friend:Li" }
const wang = { userName: "@wang", lastingName: "friend:Wang" }
const HOUR = 3_600_000

const came = (at: number) => ({ createdAt: at - (at % 1000), receivedAt: at })
const silenced = (state: Switches.SwitchesState, now: number, chat: Switches.MutedChat, receivedAt = now) =>
  Switches.silenced(state, now, chat, came(receivedAt))

describe("a pause", () => {
  it("silences all chats until its time, or until it is ended", () => {
    const forATime = Switches.pause(Switches.none, 1_000, 5_000)
    expect(silenced(forATime, 4_999, li)).toEqual({ paused: true, muted: false })
    expect(silenced(forATime, 5_000, li)).toEqual({ paused: false, muted: false })
    const forEver = Switches.pause(Switches.none, 1_000, null)
    expect(silenced(forEver, 1e12, li).paused).toBe(true)
    expect(silenced(Switches.resume(forEver, 6_000), 6_000, li).paused).toBe(false)
  })

  it("silences what came meanwhile also later, and nothing that came before or after", () => {
    const over = Switches.resume(Switches.pause(Switches.none, 10_000, null), 20_500)
    expect([9_999, 10_000, 20_499, 20_500].map((at) => silenced(over, 30_000, li, at).paused)).toEqual([
      false,
      true,
      true,
      false
    ])
    // fetched only after the end, but it was there before
    expect(Switches.silenced(over, 30_000, li, { createdAt: 12_000, receivedAt: 25_000 }).paused).toBe(true)
    expect(Switches.silenced(over, 30_000, li, undefined).paused).toBe(false)
  })

  it("that is set again has another end and the same beginning", () => {
    const again = Switches.pause(Switches.pause(Switches.none, 1_000, null), 2_000, 9_000)
    expect(Switches.switchesNow(again, 3_000).paused).toEqual({ since: 1_000, until: 9_000 })
    expect(again.pauses).toHaveLength(1)
  })

  it.prop(
    "after another leaves nothing behind for longer than a day",
    { gaps: fc.array(fc.nat(10 * HOUR), { maxLength: 30 }) },
    ({ gaps }) => {
      let [state, now] = [Switches.none, 0]
      for (const gap of gaps) {
        now += gap
        state = Switches.resume(Switches.pause(state, now, null), now + 1)
        state = Switches.unmute(Switches.mute(state, now, li, null), now + 1, li)
      }
      for (const { until } of [...state.pauses, ...state.mutes]) {
        expect(until).toBeGreaterThanOrEqual(now - 24 * HOUR)
      }
    }
  )
})

describe("a mute", () => {
  const muted = Switches.mute(Switches.none, 1_000, li, null)

  it("is not taken off by somebody who takes the name, and then another", () => {
    const namesake = { userName: "@namesake", lastingName: "friend:Li" }
    const renamed = Switches.seen(Switches.seen(muted, namesake), { ...namesake, lastingName: "friend:Axel" })
    expect(silenced(renamed, 2_000, li).muted).toBe(true)
    const lei = { userName: "@li", lastingName: "friend:Li Lei" }
    expect(silenced(Switches.seen(renamed, lei), 2_000, lei).muted).toBe(true)
    expect(Switches.switchesNow(Switches.seen(muted, namesake), 2_000).mutes).toHaveLength(1)
    expect(silenced(Switches.unmute(Switches.seen(muted, namesake), 3_000, li), 3_001, li, 3_001).muted).toBe(
      false
    )
  })

  const names = ["Li", "Wang", "Axel"].map((name) => `friend:${name}`)
  const users = ["@li", "@1", "@2", "@3"]

  it.prop(
    "stays until the owner ends it, whoever takes which name, and over log-ins",
    {
      sightings: fc.array(fc.tuple(fc.constantFrom(...users), fc.constantFrom(...names)), { maxLength: 60 })
    },
    ({ sightings }) => {
      let [state, now, mine] = [muted, 2_000, li]
      for (const [userName, lastingName] of sightings) {
        now += 1
        const chat = { userName, lastingName }
        state = Switches.seen(state, chat)
        if (userName === "@li") mine = chat
        expect(silenced(state, now, mine).muted).toBe(true)
      }
      // the same chat in the next log-in
      expect(silenced(state, now, { ...mine, userName: "@new" }).muted).toBe(true)
      expect(state.mutes.length).toBeLessThanOrEqual(16)
    }
  )

  it("is of one chat, also under the names of the next log-in", () => {
    expect(silenced(muted, 2_000, li).muted).toBe(true)
    expect(silenced(muted, 2_000, { ...li, userName: "@li-again" }).muted).toBe(true)
    expect(silenced(muted, 2_000, wang).muted).toBe(false)
    expect(silenced(muted, 2_000, { userName: "@stranger", lastingName: undefined }).muted).toBe(false)
  })

  it("of a chat without a name is not one of all that have none", () => {
    const nameless = Switches.mute(Switches.none, 0, { userName: "@a", lastingName: undefined }, null)
    expect(silenced(nameless, 1, { userName: "@a", lastingName: undefined }).muted).toBe(true)
    expect(silenced(nameless, 1, { userName: "@b", lastingName: undefined }).muted).toBe(false)
  })

  it("goes with a chat to its new name, and with that to the next log-in", () => {
    const renamed = Switches.seen(muted, { userName: "@li", lastingName: "friend:Li Lei" })
    expect(silenced(renamed, 2_000, { userName: "@later", lastingName: "friend:Li Lei" }).muted).toBe(true)
    expect(Switches.seen(renamed, { userName: "@li", lastingName: "friend:Li Lei" })).toBe(renamed)
    expect(Switches.seen(muted, { userName: "@li", lastingName: undefined })).toBe(muted)
    expect(Switches.seen(muted, wang)).toBe(muted)
  })

  it("ends by its time or by the owner, for this chat only", () => {
    const both = Switches.mute(muted, 2_000, wang, 9_000)
    const ended = Switches.unmute(both, 3_000, { ...li, userName: "@li-again" })
    expect(Switches.switchesNow(ended, 4_000).mutes.map(({ userName }) => userName)).toEqual(["@wang"])
    expect(Switches.switchesNow(ended, 9_000).mutes).toEqual([])
    expect(silenced(ended, 4_000, li, 2_500).muted).toBe(true)
    expect(silenced(ended, 4_000, li).muted).toBe(false)
  })
})
