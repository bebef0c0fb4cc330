import { Chunk, Duration, Effect, Option } from "effect"
import { type BadInput, NothingThere, type UnknownName } from "./ControlApi.ts"
import type * as Input from "./ControlInput.ts"
import { Event } from "../world/Events.ts"
import { putGroup, putPerson } from "./ControlPeople.ts"
import type { Asked, Fetched, Requested, Sent } from "../world/Records.ts"
import { clearFaults, putFaults } from "./ControlFaults.ts"
import { contactNamed, say } from "./Say.ts"
import { addEvents, liveSession, deliver, type State, withSession } from "../world/State.ts"
import { playLogin } from "./ControlLogin.ts"
import { LEFT, OPENED, READ, statusNotify } from "../wechat/StatusNotify.ts"
import { type FaultView, type GroupView, type PersonView, type StateView, stateView } from "./ControlView.ts"
import type { World } from "../world/World.ts"

/** All that can be done to the simulated world or asked of it. `E` is how the call to it can fail, if it can. */
export interface Control<E = never> {
  /** The world as it is; with `wait`, as soon as its revision is past `after`. */
  readonly state: (poll?: Input.Poll) => Effect.Effect<StateView, E>
  /** Texts that `webwxsendmsg` accepted. */
  readonly sent: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Sent>, E>
  /** Questions to Tuling. */
  readonly asked: (poll?: Input.Poll) => Effect.Effect<ReadonlyArray<Asked>, E>
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
  readonly phone: (input: Input.PhoneInput) => Effect.Effect<void, UnknownName | E>
  readonly login: (input: Input.LoginInput) => Effect.Effect<void, NothingThere | E>
  readonly session: (input: Input.SessionInput) => Effect.Effect<void, NothingThere | E>
  readonly clock: (input: Input.ClockInput) => Effect.Effect<void, E>
  readonly sending: (input: Input.SendingInput) => Effect.Effect<void, E>
  readonly tuling: (input: Input.TulingInput) => Effect.Effect<void, E>
  /** Adds faults to the calls from now on, all in the same instant. */
  readonly faults: (inputs: ReadonlyArray<Input.FaultInput>) => Effect.Effect<ReadonlyArray<FaultView>, E>
  /** Clears one fault or all; the connections of calls that hang in one are reset. */
  readonly clearFaults: (input?: Input.ClearInput) => Effect.Effect<void, E>
}

/** The StatusNotifyCode of each use of the phone. */
const PHONE = { read: READ, open: OPENED, leave: LEFT }

/** The entries of a list after number `after`, as soon as there are any. */
const watch =
  <A>(world: World, list: (state: State) => Chunk.Chunk<A>) =>
  ({ after = 0, wait = 0 }: Input.Poll = {}): Effect.Effect<ReadonlyArray<A>> =>
    world
      .await((state) => {
        const entries = Chunk.toReadonlyArray(Chunk.drop(list(state), after))
        return [entries.length > 0 ? Option.some(entries) : Option.none(), state]
      }, Duration.millis(wait))
      .pipe(Effect.map(Option.getOrElse(() => [])))

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
        Effect.map(stateView)
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

const endSession = (state: State, ended: number): readonly [Effect.Effect<void, NothingThere>, State] => {
  const session = liveSession(state)
  return session === undefined
    ? [new NothingThere({ missing: "a session: nobody is logged in" }), state]
    : [Effect.void, withSession(state, session, () => ({ ended }))]
}

const withClock = (state: State, { ahead, dated }: Input.ClockInput): State => ({
  ...state,
  clockAhead: ahead === undefined ? state.clockAhead : ahead * 1000,
  dated: dated ?? state.dated
})

const withSending = (state: State, { acceptRepeats, echo }: Input.SendingInput): State => ({
  ...state,
  echoSends: echo ?? state.echoSends,
  acceptRepeats: acceptRepeats ?? state.acceptRepeats
})

const withTuling = (state: State, { answers = [], keys }: Input.TulingInput): State => ({
  ...state,
  answers: [...state.answers, ...answers],
  keys: keys === undefined ? state.keys : keys
})

/** The control operations on one world. */
export const make = (world: World): Control => {
  const change = (to: (state: State) => State) => world.modify((state) => [undefined, to(state)])
  return {
    state: watchState(world),
    sent: watch(world, (state) => state.sent),
    asked: watch(world, (state) => state.asked),
    fetched: watch(world, (state) => state.fetched),
    requests: watch(world, (state) => state.requested),
    person: (input) => putPerson(world, input),
    group: (input) => putGroup(world, input),
    messages: (inputs) => sayAll(world, inputs),
    phone: (input) => usePhone(world, input),
    login: (input) => Effect.flatten(world.modify((state) => playLogin(state, input))),
    session: ({ retcode }) => Effect.flatten(world.modify((state) => endSession(state, retcode))),
    clock: (input) => change((state) => withClock(state, input)),
    sending: (input) => change((state) => withSending(state, input)),
    tuling: (input) => change((state) => withTuling(state, input)),
    faults: (inputs) => putFaults(world, inputs),
    clearFaults: (input) => clearFaults(world, input)
  }
}
