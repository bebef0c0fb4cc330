import { Console, Effect, Option } from "effect"
import { type Contact, kindOf } from "../../domain/Contact.ts"
import { countNames, type NameCounts, namesAmong } from "../../domain/ContactNames.ts"
import { canonicalPart, isSameName } from "../../domain/Name.ts"
import { writeName } from "../../domain/NameList.ts"
import { JournalReader } from "../../layers/journal/JournalReader.ts"
import { oneLine } from "../../layers/logs/OneLine.ts"
import { giveUp } from "../Unsuccessful.ts"

/**
 * The `contacts` command: the names of friends and groups, each as it stands in ROBOT_ALLOW or ROBOT_DENY, and which of
 * them ROBOT_ALLOW does not take. Exit code 1 when nobody is known yet.
 */
export const listNames = Effect.gen(function* () {
  const known = yield* Effect.flatMap(JournalReader, ({ contacts }) => contacts)
  const { complete, contacts, me } = Option.getOrElse(known, () => ({
    me: "",
    contacts: [],
    complete: false
  }))
  const those = (kind: "friend" | "group") =>
    contacts.filter((contact) => kindOf(contact.UserName, me, contact) === kind)
  const [friends, groups] = [those("friend"), those("group")]
  const counts = countNames([...friends, ...groups])
  const sections = [
    ["Friends", linesOf(friends, counts)],
    ["Groups", linesOf(groups, counts)]
  ] as const
  if (sections.every(([, lines]) => lines.length === 0)) {
    return yield* giveUp("failed", "nobody is known yet: the robot has to log in first")
  }
  yield* Console.log(
    sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => [title, ...lines].join("\n  "))
      .join("\n\n")
  )
  if (!complete) yield* Console.error("\nthe address book did not come whole yet: there may be more")
})

/** Chinese by its sound, then Latin letters. */
const { compare } = new Intl.Collator("zh")

/** Each name on a line of its own, to be copied from there; below it what else there is to say. */
const linesOf = (contacts: ReadonlyArray<Contact>, counts: NameCounts) =>
  contacts
    .map((contact) => namesAmong(counts, contact))
    .toSorted((one, other) => compare(one.names[0] ?? "", other.names[0] ?? ""))
    .flatMap(({ names: [name, nickName], ownNames }) => {
      if (name === undefined) return []
      return [
        listed(name),
        ...(nickName === undefined || isSameName(nickName, name)
          ? []
          : [`  nick name, for ROBOT_DENY only: ${listed(nickName)}`]),
        ...(ownNames.length > 0 ? [] : [SHARED])
      ]
    })

const SHARED = "  one of several of this name, which ROBOT_ALLOW does not take: give them remarks in WeChat"

/** A name as lists take it. What could steer a terminal is left out: nobody sees it, and no name differs by it alone. */
const listed = (name: string) =>
  writeName(
    Array.from(name, (character) => (oneLine(character) === character ? character : canonicalPart(character)))
      .join("")
      .trim()
  )
