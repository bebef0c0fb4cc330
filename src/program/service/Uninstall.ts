import { FileSystem } from "@effect/platform"
import { Console, Effect } from "effect"
import {
  announceAndRun,
  endOfStep,
  exitCodeOf,
  type Machine,
  mustBeRoot,
  onFiles,
  systemctl
} from "./Machine.ts"
import { exists, isLink, isOurs } from "./Files.ts"
import { asideOf, NAME, type Places, placesBelow } from "./Places.ts"

/** `service uninstall`: undoes `install`. What is the owner's stays and is named: data, settings, keys. */
export const uninstall = Effect.fn("Uninstall.uninstall")(function* (machine: Machine) {
  yield* mustBeRoot(machine)
  const places = placesBelow(machine.root)
  const hasUnit = yield* exists(places.unit)
  const { fresh, old } = asideOf(places.program)
  const files = [
    ...(yield* Effect.filter([places.unit, places.program, fresh, old], exists)),
    ...(yield* Effect.filter([places.command], isOurs)),
    ...(yield* Effect.filter([places.dataLink], isLink))
  ]
  if (files.length === 0) yield* Console.log("Nothing is installed here.")
  else {
    yield* announceAndRun([
      ...(hasUnit ? [systemctl("disable", "--now", NAME)] : []),
      ...files.map((path) => onFiles(`remove ${path}`, (fs) => fs.remove(path, { recursive: true }))),
      systemctl("daemon-reload"),
      forgetFailure
    ]).pipe(Effect.catchAll(endOfStep))
  }
  const left = yield* Effect.filter(yield* owners(places), exists)
  if (left.length > 0) {
    yield* Console.log(["Left, because it is yours:", ...left.map((path) => `  ${path}`)].join("\n"))
  }
})

/** Fails where there is nothing to forget. */
const forgetFailure = {
  words: `run systemctl reset-failed ${NAME}, if it failed`,
  run: Effect.asVoid(exitCodeOf("systemctl", "--quiet", "reset-failed", `${NAME}.service`))
}

const owners = ({ credentials, dataDirectory, environment, unitAdditions }: Places) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const names = yield* fs.readDirectory(credentials).pipe(Effect.orElseSucceed(() => []))
    const keys = names.filter((name) => name.startsWith(`${NAME}.`)).map((name) => `${credentials}/${name}`)
    return [dataDirectory, environment, unitAdditions, ...keys]
  })
