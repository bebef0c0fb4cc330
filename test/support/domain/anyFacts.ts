import { Arbitrary, FastCheck as fc, Option } from "effect"
import { ContactKind } from "../../../src/domain/Contact.ts"
import { type Facts, type ReplyPolicy } from "../../../src/domain/Facts.ts"
import * as Mention from "../../../src/domain/Mention.ts"
import { Body, Message } from "../../../src/domain/Message.ts"
import { CommandName, commandWords } from "../../../src/domain/OwnerCommand.ts"
import { minutes, now, ownerNotes, ownerSends, says, text } from "./facts.ts"

const command = fc
  .tuple(fc.constantFrom(...CommandName.literals), fc.constantFrom("en" as const, "zh" as const), fc.string())
  .map(([name, language, words]) => `/${commandWords[name][language]} ${words}`)
const kind = fc.constantFrom(...ContactKind.literals)
const body = fc.oneof(Arbitrary.make(Body), fc.string().map(text))
const name = fc.constantFrom("Li", "Bo", "Family")
const rarely = fc.nat(9).map((n) => n === 0)
const lately = fc.integer({ min: -minutes(12), max: minutes(1) }).map((ms) => now + ms)
const lastTime = fc.option(lately, { nil: undefined })
const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const minuteOfDay = fc.nat(24 * 60 - 1)
const mention = fc.oneof(
  fc.constantFrom(Mention.None(), Mention.Everyone()),
  fc.string().map((rest) => Mention.Personal({ rest }))
)

const circumstances = fc.record({
  names: fc.uniqueArray(name),
  ownNames: fc.uniqueArray(name),
  mention,
  minuteOfDay,
  createdAt: fc.integer({ min: -minutes(6), max: minutes(1) }).map((ms) => now + ms),
  seenBefore: rarely,
  ownReply: rarely,
  revoked: rarely,
  answersHere: fc.array(lately, { maxLength: 4 }),
  phone: fc.record({ lastUse: lastTime, lastWroteHere: lastTime }),
  paused: rarely,
  muted: rarely,
  dice: fc.record({ group: die, media: die, line: die })
})

const withoutSpeaker = (facts: Facts): Facts => ({
  ...facts,
  message: { ...facts.message, speaker: Option.none() }
})

/** Who sent what to whom fits together: most of it from friends and groups, some from the owner. */
const likely = fc.oneof(
  fc.tuple(kind, body, circumstances).map((args) => says(...args)),
  fc
    .tuple(fc.constantFrom("friend" as const, "group" as const), body, circumstances)
    .map((args) => says(...args)),
  fc.tuple(fc.constant("group" as const), body, circumstances).map((args) => withoutSpeaker(says(...args))),
  fc.tuple(kind, body, circumstances).map((args) => ownerSends(...args)),
  fc.tuple(body, circumstances).map((args) => ownerNotes(...args)),
  fc.tuple(command.map(text), circumstances).map((args) => ownerNotes(...args))
)

/** Nothing fits together: what the types allow. */
const wild = fc
  .tuple(likely, Arbitrary.make(Message), fc.string(), kind)
  .map(([facts, message, me, kind]): Facts => ({ ...facts, message, me, kind }))

/** All that a decision may be asked to look at; most of it could happen. */
export const anyFacts: fc.Arbitrary<Facts> = fc.oneof({ weight: 5, arbitrary: likely }, wild)

const period = fc.oneof(fc.constant(0), fc.nat(minutes(10)))
const probability = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }))
const line = fc.string({ minLength: 1 })
const list = fc.oneof(fc.constant([]), fc.uniqueArray(name))

export const anyPolicy: fc.Arbitrary<ReplyPolicy> = fc.record({
  quietPeriod: period,
  takeoverPeriod: period,
  groupReplyProbability: probability,
  mediaReplyProbability: probability,
  cannedReplies: fc
    .tuple(line, fc.array(line))
    .map(([first, others]): ReplyPolicy["cannedReplies"] => [first, ...others]),
  maxMessageAge: period,
  allow: list,
  deny: list,
  activeHours: fc.oneof(
    fc.constant(undefined),
    fc.record({ from: minuteOfDay, to: minuteOfDay }).filter(({ from, to }) => from !== to)
  ),
  chatRepliesPer10Minutes: fc.nat(4)
})
