import { describe, expect, it } from "@effect/vitest"
import { Effect, Either, Exit, FastCheck as fc } from "effect"
import { type Contact } from "../../../src/domain/Contact.ts"
import { canonical, isSameName } from "../../../src/domain/Name.ts"
import { readNames } from "../../../src/domain/NameList.ts"
import { type Session } from "../../../src/domain/Session.ts"
import { SavedContacts } from "../../../src/layers/journal/SavedContacts.ts"
import { SavedSessions } from "../../../src/layers/journal/SavedSessions.ts"
import { oneLine } from "../../../src/layers/logs/OneLine.ts"
import { listNames } from "../../../src/program/tools/ListNames.ts"
import { Unsuccessful } from "../../../src/program/Unsuccessful.ts"
import { RealFiles, temporaryDirectory } from "../../support/layers/files.ts"
import { live, reading, receive } from "../../support/layers/journalFile.ts"
import { type Parts } from "../../support/layers/journals.ts"
import { printed } from "../../support/program/printed.ts"
import { contact, me, session } from "../../support/program/wire.ts"

/** A robot logs in. */
const loggingIn = (session: Session) =>
  Effect.gen(function* () {
    const { begin } = yield* SavedSessions
    const { forgetOthers } = yield* SavedContacts
    yield* begin(session, [])
    yield* forgetOthers(session.me.UserName)
  })

/** A robot logs in and learns of these; its address book came whole, unless said otherwise. */
const learning = (some: ReadonlyArray<Contact>, { whole = true } = {}) =>
  Effect.gen(function* () {
    const { learn, learntAll } = yield* SavedContacts
    yield* loggingIn(session)
    yield* learn(me, some)
    if (whole) yield* learntAll(me)
  })

/** What the command prints after this life of a robot. */
const printedAfter = Effect.fnUntraced(function* <E>(life: Effect.Effect<void, E, Parts>) {
  const path = yield* temporaryDirectory
  yield* live(path, life)
  return yield* reading(path, printed(listNames))
})

const named = (NickName: string, RemarkName = "", fields: Partial<Contact> = {}) =>
  contact(`@${NickName}/${RemarkName}`, { NickName, RemarkName, ...fields })
const group = (NickName: string) => contact(`@@${NickName}`, { NickName })

const SHARED = "    one of several of this name, which ROBOT_ALLOW does not take: give them remarks in WeChat"

describe("contacts", () => {
  it.scoped("lists friends, then groups, each by its name as lists take it", () =>
    Effect.gen(function* () {
      const { errors, exit, out } = yield* printedAfter(
        learning([
          group("家人"),
          named("张三"),
          named("bob"),
          named("李雷"),
          named("Li, Lei"),
          named('the "boss"'),
          named("Anna &amp; Tom"),
          group("Work, Shanghai")
        ])
      )
      expect(out).toEqual([
        "Friends",
        "  李雷",
        "  张三",
        "  Anna & Tom",
        "  bob",
        '  "Li, Lei"',
        '  "the ""boss"""',
        "",
        "Groups",
        "  家人",
        '  "Work, Shanghai"'
      ])
      expect(errors).toEqual([])
      expect(Exit.isSuccess(exit)).toBe(true)
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("shows remark and nick name, and which names ROBOT_ALLOW does not take", () =>
    Effect.gen(function* () {
      const { out } = yield* printedAfter(
        learning([
          named("小李, 上海", "妈妈"),
          named("Tom", "To\u200Bm"),
          named("老王"),
          named("老王\uFE0F", "", { UserName: "@other" }),
          // a remark is for one alone, whoever else is called so
          named("Anna", "Bob"),
          named("Bob"),
          group("Friday")
        ])
      )
      expect(out).toEqual([
        "Friends",
        "  老王\uFE0F",
        SHARED,
        "  老王",
        SHARED,
        "  妈妈",
        '    nick name, for ROBOT_DENY only: "小李, 上海"',
        "  Bob",
        "    nick name, for ROBOT_DENY only: Anna",
        "  Bob",
        SHARED,
        "  To\u200Bm",
        "",
        "Groups",
        "  Friday"
      ])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("leaves out whom no list is about: strangers, accounts, oneself, and who has no name", () =>
    Effect.gen(function* () {
      const { out } = yield* printedAfter(
        learning([
          named("Li"),
          named("a stranger", "", { ContactFlag: 0 }),
          named("a shop", "", { VerifyFlag: 8 }),
          contact("weixin", { NickName: "WeChat" }),
          contact(me, { NickName: "Xiao Bai" }),
          named("\u200B"),
          // nor do they share a name with who is listed
          named("Li", "", { UserName: "@shop", VerifyFlag: 24 })
        ])
      )
      expect(out).toEqual(["Friends", "  Li"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("cannot be made to steer the terminal, nor to begin a line, by a name", () =>
    Effect.gen(function* () {
      const { out } = yield* printedAfter(learning([named("\u001B[2J\u202Eevil\nFriends\tof\u0085")]))
      expect(out).toEqual(["Friends", "  [2Jevil Friends of"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped("reads those of the last session, also while the robot runs; it may not know all yet", () =>
    Effect.gen(function* () {
      const path = yield* temporaryDirectory
      const look = reading(path, printed(listNames))
      yield* live(path, learning([named("Li")]))
      const again = { ...session, me: { ...session.me, UserName: "@me-2" } }
      const robot = Effect.gen(function* () {
        const { learn } = yield* SavedContacts
        yield* loggingIn(again)
        yield* learn("@me-2", [named("Han")])
        // a write that waits, so that what was learnt is on disk
        yield* receive(1)
        expect(yield* look).toMatchObject({
          exit: Exit.void,
          out: ["Friends", "  Han"],
          errors: ["", "the address book did not come whole yet: there may be more"]
        })
      })
      yield* live(path, robot)
      expect((yield* look).out).toEqual(["Friends", "  Han"])
    }).pipe(Effect.provide(RealFiles))
  )

  it.scoped.each([
    ["before the first log-in", Effect.void],
    ["when nobody is known", learning([])],
    ["when only strangers are", learning([named("a shop", "", { VerifyFlag: 8 })])]
  ] as const)("ends in 1 %s", ([, life]) =>
    Effect.gen(function* () {
      expect(yield* printedAfter(life)).toEqual({
        exit: Exit.fail(new Unsuccessful({ because: "failed" })),
        out: [],
        errors: ["nobody is known yet: the robot has to log in first"]
      })
    }).pipe(Effect.provide(RealFiles))
  )

  it.effect.prop(
    "whatever people are called, what is printed is read as their names and steers no terminal",
    {
      names: fc.uniqueArray(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom(..."ab ,，、\"“”'#\t\u001B\u202E\u200D\u0085\u2028❤\uFE0F") })
        ),
        { selector: canonical, minLength: 1, maxLength: 5 }
      )
    },
    ({ names }) =>
      Effect.gen(function* () {
        const people = names
          .map((NickName, index) => contact(`@${index}`, { NickName }))
          .filter(({ NickName }) => !NickName.includes("&") && !NickName.includes("<"))
        const { out } = yield* Effect.scoped(printedAfter(learning(people)))
        for (const line of out) expect(oneLine(line)).toBe(line)
        const listed = Either.getOrThrow(readNames(out.slice(1).join(",")))
        const visible = people.map(({ NickName }) => NickName).filter((name) => canonical(name) !== "")
        expect(listed).toHaveLength(visible.length)
        for (const name of visible) expect(listed.some((one) => isSameName(one, name))).toBe(true)
      }).pipe(Effect.provide(RealFiles)),
    { fastCheck: { numRuns: 30 } }
  )
})
