import { describe, expect, it } from "@effect/vitest"
import { Effect, FastCheck as fc, Random, Schema } from "effect"
import { FILE_HELPER } from "../../src/domain/Contact.ts"
import { AnswerReason, Decision, SkipReason } from "../../src/domain/Decision.ts"
import { type Facts, type ReplyPolicy } from "../../src/domain/Facts.ts"
import * as Mention from "../../src/domain/Mention.ts"
import { isControl, isMedia, textOf } from "../../src/domain/Message.ts"
import { commandIn, CommandName } from "../../src/domain/OwnerCommand.ts"
import { decide, lastLook } from "../../src/domain/ReplyPolicy.ts"
import { anyFacts, anyPolicy } from "../support/domain/anyFacts.ts"
import { minutes, ownerSends, picture, policy as usual, says, text } from "../support/domain/facts.ts"

const answers = (policy: ReplyPolicy, facts: Facts) => decide(policy, facts)._tag !== "Skip"

/** Filehelper stands for oneself. */
const toSelf = ({ me, message: { chat, from } }: Facts) =>
  from === me && (chat === me || chat === FILE_HELPER)

/** For every policy and all facts. */
const always = (name: string, holds: (policy: ReplyPolicy, facts: Facts) => void) =>
  it.prop(name, [anyPolicy, anyFacts], ([policy, facts]) => holds(policy, facts), {
    fastCheck: { numRuns: 500 }
  })

describe("decide", () => {
  it("is asked for every decision by the facts below", () => {
    const asked = fc.sample(fc.tuple(anyPolicy, anyFacts), { numRuns: 20_000, seed: 1 })
    const reasons = new Set(asked.map(([policy, facts]) => decide(policy, facts).reason))
    expect([...reasons].toSorted()).toEqual(
      [...AnswerReason.literals, ...CommandName.literals, ...SkipReason.literals].toSorted()
    )
  })

  always("gives a decision that can be written down", (policy, facts) => {
    expect(Schema.is(Decision)(decide(policy, facts))).toBe(true)
  })

  always("gives the same decision for the same facts", (policy, facts) => {
    expect(decide({ ...policy }, { ...facts })).toEqual(decide(policy, facts))
  })

  always("asks a chatbot nothing blank, and only what the message says", (policy, facts) => {
    const decision = decide(policy, facts)
    if (decision._tag !== "AskChatbot") return
    const said =
      facts.mention._tag === "Personal" && !toSelf(facts) && facts.kind === "group"
        ? facts.mention.rest
        : textOf(facts.message)
    expect(decision.question).toBe(said.trim())
    expect(decision.question).not.toBe("")
  })

  always("sends the owner's own lines, and only for media", (policy, facts) => {
    const decision = decide(policy, facts)
    if (decision._tag !== "SendCanned") return
    expect(policy.cannedReplies).toContain(decision.line)
    expect(isMedia(facts.message.body)).toBe(true)
  })

  always("tells nothing of the text in its trace", (policy, facts) => {
    const secret = "\uE000\uE001"
    const { trace } = decide(policy, {
      ...facts,
      message: { ...facts.message, body: text(secret) },
      mention: facts.mention._tag === "Personal" ? Mention.Personal({ rest: secret }) : facts.mention
    })
    expect(JSON.stringify(trace)).not.toMatch(/[\uE000\uE001]/)
  })
})

describe("never answered is", () => {
  const never = (name: string, applies: (facts: Facts, policy: ReplyPolicy) => boolean) =>
    always(name, (policy, facts) => {
      if (applies(facts, policy)) expect(answers(policy, facts)).toBe(false)
    })

  never("what came before", ({ seenBefore }) => seenBefore)
  never("an echo", ({ ownReply }) => ownReply)
  never("a control message", ({ message }) => isControl(message.body))
  never("a link, file or transfer", ({ message }) => message.body._tag === "App")
  never("what was taken back", ({ revoked }) => revoked)
  never("an old message", ({ createdAt, now }, { maxMessageAge: max }) => max > 0 && createdAt < now - max)
  const neverWords = (name: string, applies: (facts: Facts, policy: ReplyPolicy) => boolean) =>
    never(
      `${name}, but for the owner's commands`,
      (facts, policy) => commandIn(facts.message, facts.me) === undefined && applies(facts, policy)
    )

  neverWords("anything while the robot is paused", ({ paused }) => paused)
  never("what the owner sends to others", (facts) => facts.message.from === facts.me && !toSelf(facts))
  never("an account or a stranger", (facts) => !toSelf(facts) && /account|unknown/.test(facts.kind))
  never("a member of a group who is not told", (facts) => {
    return !toSelf(facts) && facts.kind === "group" && facts.message.speaker._tag === "None"
  })
  neverWords("a chat that had its answers", ({ answersHere, now }, { chatRepliesPer10Minutes: limit }) => {
    return limit > 0 && answersHere.filter((at) => at > now - minutes(10)).length >= limit
  })

  const neverOther = (name: string, applies: (facts: Facts, policy: ReplyPolicy) => boolean) =>
    never(`${name}, but for oneself`, (facts, policy) => !toSelf(facts) && applies(facts, policy))

  neverOther(
    "anybody while the phone is in use",
    ({ now, phone: { lastUse = -Infinity } }, { quietPeriod }) => {
      return quietPeriod > 0 && Math.abs(now - lastUse) <= quietPeriod
    }
  )
  neverOther("a chat where the owner writes", ({ now, phone: { lastWroteHere = -Infinity } }, policy) => {
    return policy.takeoverPeriod > 0 && Math.abs(now - lastWroteHere) <= policy.takeoverPeriod
  })
  neverOther("who is on the deny list", ({ names }, { deny }) => deny.some((name) => names.includes(name)))
  neverOther("who is not on the allow list", ({ ownNames }, { allow }) => {
    return allow.length > 0 && !allow.some((name) => ownNames.includes(name))
  })
  neverOther("a muted chat", ({ muted }) => muted)
  neverOther("anybody outside the active hours", ({ minuteOfDay }, { activeHours: hours }) => {
    const day = 24 * 60
    const after = (minute: number, from: number) => (minute - from + day) % day
    return hours !== undefined && after(minuteOfDay, hours.from) >= after(hours.to, hours.from)
  })
})

describe("lastLook", () => {
  always("finds nothing against an answer when nothing changed", (policy, facts) => {
    if (answers(policy, facts)) expect(lastLook(policy, facts)).toBeUndefined()
  })

  always("finds only what decides as well", (policy, facts) => {
    const reason = lastLook(policy, facts)
    if (reason !== undefined) expect(answers(policy, facts)).toBe(false)
  })
})

describe("over 10,000 draws", () => {
  const draws = 10_000
  const { mediaReplyProbability: media, groupReplyProbability: group } = usual

  const draw = Effect.all({ group: Random.next, media: Random.next, line: Random.next })

  it.effect.each([
    ["a friend's picture is answered", says("friend", picture), "R3", media],
    ["a picture to oneself is answered", ownerSends("self", picture), "R1+R3", media],
    ["group text is answered", says("group", text("hi")), "R2", group],
    ["group text is left", says("group", text("hi")), "group-not-chosen", 1 - group],
    ["a group picture is answered", says("group", picture), "R2+R3", group * media]
  ] as const)("%s as often as the settings say", ([, facts, reason, probability]) =>
    Effect.gen(function* () {
      const dice = yield* Effect.replicateEffect(draw, draws)
      const hits = dice.filter((dice) => decide(usual, { ...facts, dice }).reason === reason).length
      const deviation = Math.sqrt(draws * probability * (1 - probability))
      expect(Math.abs(hits - draws * probability)).toBeLessThan(4 * deviation)
    }).pipe(Effect.withRandom(Random.make("draws")))
  )

  it.effect("every canned line comes as often as the others", () =>
    Effect.gen(function* () {
      const dice = yield* Effect.replicateEffect(draw, draws)
      const sent = dice
        .map((dice) => decide({ ...usual, mediaReplyProbability: 1 }, says("friend", picture, { dice })))
        .flatMap((decision) => (decision._tag === "SendCanned" ? [decision.line] : []))
      const deviation = Math.sqrt((draws * 2) / 9)
      for (const line of usual.cannedReplies) {
        const times = sent.filter((one) => one === line).length
        expect(Math.abs(times - draws / 3)).toBeLessThan(4 * deviation)
      }
    }).pipe(Effect.withRandom(Random.make("lines")))
  )
})
