import { Duration, Effect, Option } from "effect"
import { type BadInput, NothingThere, type UnknownName } from "./ControlApi.ts"
import type * as Input from "./ControlInput.ts"
import { Event } from "../world/Events.ts"
import { putGroup, putPerson } from "./ControlPeople.ts"
import { withOrders } from "../world/answers/Orders.ts"
import type { Asked, Fetched, Prompted, Requested, Sent, TakenBack, Uploaded } from "../world/Records.ts"
import { mediaControls } from "./media/ControlMedia.ts"
import { watch } from "./media/Watch.ts"
import type { SocialCall } from "../world/social/Social.ts"
import { giveAnswer } from "./ControlAnswer.ts"
import { clearFaults, putFaults } from "./ControlFaults.ts"
import { contactNamed, say } from "./Say.ts"
import { addEvents, endSession, liveSession, deliver, type State } from "../world/State.ts"
import { playLogin } from "./ControlLogin.ts"
import { LEFT, OPENED, READ, statusNotify } from "../wechat/StatusNotify.ts"
import {
  type AccountView,
  type FaultView,
  type GroupView,
  type PersonView,
  type StateView,
  stateView
} from "./ControlView.ts"
import type { Accounts } from "../accounts/Accounts.ts"
import { accountControls } from "./accounts/ControlAccounts.ts"
import type { World } from "../world/World.ts"

/**
 * All that can be done to one account of the simulated world or asked of it, and to what all accounts have in common. `E`
 * is how the call to it can fail, if it can.
 */
export interface Control<E = never> {
  readonly addAccount: (input: Input.AccountInput) => Effect.Effect<AccountView, BadInput | E>
  readonly accounts: Effect.Effect<ReadonlyArray<AccountView>, E>
  /** The world as it is; with `wait`, as soon as its revision is past `after`. */
  readonly state: (poll?: Input.Poll) => Effect.Effect<StateView, E>
  /** Texts that `webwxsendmsg` accepted. */
  readonly sent: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Sent>, E>
  /** Questions to Tuling. */
  readonly asked: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Asked>, E>
  /** Prompts to the model. */
  readonly prompted: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Prompted>, E>
  /** Messages that `webwxsync` handed out. */
  readonly fetched: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Fetched>, E>
  /** Answered requests, without those to the control API. */
  readonly requests: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Requested>, E>
  readonly person: (input: Input.PersonInput) => Effect.Effect<PersonView, BadInput | E>
  readonly group: (input: Input.GroupInput) => Effect.Effect<GroupView, BadInput | UnknownName | E>
  /** Delivers messages, all in the same instant; gives their MsgIds. */
  readonly messages: (
    inputs: ReadonlyArray<Input.MessageInput>
  ) => Effect.Effect<ReadonlyArray<string>, BadInput | UnknownName | E>
  /** What the client asked about friends and groups, and how it was answered. */
  readonly social: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<SocialCall>, E>
  /** Somebody answers what the owner asked them. */
  readonly answers: (input: Input.AnswerInput) => Effect.Effect<void, NothingThere | UnknownName | E>
  readonly phone: (input: Input.PhoneInput) => Effect.Effect<void, UnknownName | E>
  readonly login: (input: Input.LoginInput) => Effect.Effect<void, NothingThere | E>
  readonly session: (input: Input.SessionInput) => Effect.Effect<void, NothingThere | E>
  readonly clock: (input: Input.ClockInput) => Effect.Effect<void, E>
  readonly sending: (input: Input.SendingInput) => Effect.Effect<void, E>
  readonly tuling: (input: Input.TulingInput) => Effect.Effect<void, E>
  readonly openai: (input: Input.OpenaiInput) => Effect.Effect<void, E>
  /** Adds faults to the calls from now on, all in the same instant. */
  readonly faults: (inputs: ReadonlyArray<Input.FaultInput>) => Effect.Effect<ReadonlyArray<FaultView>, E>
  /** Files that `webwxuploadmedia` took in whole. */
  readonly uploads: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Uploaded>, E>
  /** Messages that the client took back. */
  readonly takenBack: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<TakenBack>, E>
  /** The bytes of an upload or of what belongs to a message. */
  readonly media: (query: Input.MediaQuery) => Effect.Effect<Uint8Array, NothingThere | E>
  readonly links: (input: Input.LinksInput) => Effect.Effect<void, E>
  /** Clears one fault or all; the connections of calls that hang in one are reset. */
  readonly clearFaults: (input?: Input.ClearInput) => Effect.Effect<void, E>
}

/** The StatusNotifyCode of each use of the phone. */
const PHONE = { read: READ, open: OPENED, leave: LEFT }

const watchState =
  (world: World) =>
  ({ after = -1, wait = 0 }: Input.Poll = {}): Effect.Effect<StateView> =>
    world
      .await(
        (state) => [state.revision > after ? Option.some(state) : Option.none(), state],
        Duration.millis(wait)
      )
      .pipe(
        Effect.flatMap(Option.match({ onNone: () => world.state, onSome: Effect.succeed })),
        Effect.zipWith(world.common.state, (state, common) => stateView(world.account, state, common))
      )

const sayAll = (world: World, inputs: ReadonlyArray<Input.MessageInput>) =>
  Effect.gen(function* () {
    const messages = yield* Effect.forEach(inputs, (input) => say(world, input))
    yield* world.modify((state) => [undefined, deliver(state, messages)])
    return messages.map(({ MsgId }) => MsgId)
  })

const usePhone = (world: World, { action, chat = "filehelper" }: Input.PhoneInput) =>
  Effect.gen(function* () {
    if (action === "selector7") {
      return yield* world.modify((state) => [undefined, addEvents(state, [Event.PhoneUsed({ selector: 7 })])])
    }
    const { name } = yield* contactNamed(yield* world.state, chat)
    const notify = yield* world.message(statusNotify(PHONE[action], name, [name]))
    return yield* world.modify((state) => [undefined, deliver(state, [notify])])
  })

const endLive = (state: State, ended: number): readonly [Effect.Effect<void, NothingThere>, State] => {
  const session = liveSession(state)
  return session === undefined
    ? [new NothingThere({ missing: "a session: nobody is logged in" }), state]
    : [Effect.void, endSession(state, session, ended)]
}

const withClock = (state: State, { ahead, dated }: Input.ClockInput): State => ({
  ...state,
  clockAhead: ahead === undefined ? state.clockAhead : ahead * 1000,
  dated: dated ?? state.dated
})

const withSending = (state: State, { acceptRepeats, echo, takesBack }: Input.SendingInput): State => ({
  ...state,
  takesBack: takesBack ?? state.takesBack,
  echoSends: echo ?? state.echoSends,
  acceptRepeats: acceptRepeats ?? state.acceptRepeats
})

/** The control operations on the world of one of the accounts. */
export const make = (accounts: Accounts, world: World): Control => {
  const change = (to: (state: State) => State) => world.modify((state) => [undefined, to(state)])
  const { common } = world
  const changeAll = (to: (state: State) => State) => common.modify((state) => [undefined, to(state)])
  return {
    ...accountControls(accounts),
    state: watchState(world),
    sent: watch(world, (state) => state.sent),
    asked: watch(common, (state) => state.asked),
    prompted: watch(common, (state) => state.prompted),
    fetched: watch(world, (state) => state.fetched),
    requests: watch(common, (state) => state.requested),
    person: (input) => putPerson(world, input),
    group: (input) => putGroup(world, input),
    messages: (inputs) => sayAll(world, inputs),
    social: watch(world, (state) => state.social.calls),
    answers: (input) => giveAnswer(world, input),
    phone: (input) => usePhone(world, input),
    login: (input) => playLogin(world, input),
    session: ({ retcode }) => Effect.flatten(world.modify((state) => endLive(state, retcode))),
    clock: (input) => changeAll((state) => withClock(state, input)),
    sending: (input) => change((state) => withSending(state, input)),
    tuling: (input) => changeAll((state) => ({ ...state, tuling: withOrders(state.tuling, input) })),
    openai: (input) => changeAll((state) => ({ ...state, openai: withOrders(state.openai, input) })),
    faults: (inputs) => putFaults(common, inputs),
    ...mediaControls(world),
    clearFaults: (input) => clearFaults(common, input)
  }
}
