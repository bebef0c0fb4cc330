import { type StateView } from "../../simulator/control/ControlView.ts"
import { ME } from "../../simulator/world/People.ts"
import { memberName, nameOf } from "../Names.ts"
import { type ChatLine, type DemoView, type PersonView } from "./DemoView.ts"

const specials: ReadonlySet<string> = new Set(["filehelper", "newsapp", "fmessage", "weixin"])

const kindOf = ({ inBook, name, verifyFlag }: StateView["people"][number]): PersonView["kind"] => {
  if (name === ME) return "owner"
  if (specials.has(name)) return "special"
  if ((verifyFlag & 8) !== 0) return "official"
  return inBook ? "friend" : "stranger"
}

const loginOf = ({ scans, sessions }: StateView): DemoView["login"] => {
  if (sessions.some(({ ended }) => ended === null)) return "in"
  const stage = scans.at(-1)?.stage
  if (stage === "waiting") return "waiting"
  return stage === "scanned" || stage === "countdown" ? "scanned" : "out"
}

/** What breaks the network, if anything does. */
export const outageIn = ({ faults }: StateView) => faults.find(({ fault }) => fault.kind === "refused")

/** What has Tuling refuse all questions, if anything does. */
export const spentDayIn = ({ faults }: StateView) => faults.find(({ fault }) => fault.endpoint === "tuling")

/** What has the model fail, if anything does. */
export const modelOutIn = ({ faults }: StateView) => faults.find(({ fault }) => fault.endpoint === "openai")

/** The simulated world as the chat page shows it. */
export const viewOf = (state: StateView, lines: ReadonlyArray<ChatLine>): DemoView => ({
  people: state.people.map((person) => ({
    name: person.name,
    called: nameOf(state, person.name),
    kind: kindOf(person)
  })),
  groups: state.groups.map((group) => ({
    name: group.name,
    called: nameOf(state, group.name),
    members: group.members.map(({ name }) => ({ name, called: memberName(state, group.name, name) }))
  })),
  lines,
  login: loginOf(state),
  networkBroken: outageIn(state) !== undefined,
  daySpent: spentDayIn(state) !== undefined,
  modelOut: modelOutIn(state) !== undefined
})
