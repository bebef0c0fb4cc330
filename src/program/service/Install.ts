import { FileSystem, Path } from "@effect/platform"
import { Console, Effect } from "effect"
import { giveUp } from "../Unsuccessful.ts"
import {
  announceAndRun,
  endOfStep,
  exitCodeOf,
  type Machine,
  mustBeRoot,
  onFiles,
  StepFailed,
  systemctl
} from "./Machine.ts"
import { exists, isOurs, readableForAll } from "./Files.ts"
import { NATIVE, type Packages, packagesFor } from "./Packages.ts"
import { asideOf, NAME, type Places, placesBelow } from "./Places.ts"
import { inShell, inUnit, isRunnable } from "./Quoting.ts"

/** Directories that the service cannot see: ProtectHome=, PrivateTmp=. */
const HIDDEN = /^\/(home|root|run\/user|tmp|var\/tmp)\//

/** Node.js as the shipped files name it. */
const USUAL_NODE = "/usr/bin/node"

/** What of the program is copied besides `dist`. */
const PARTS = ["deploy", "package.json", "docs", "LICENSE"]

/**
 * `service install`: puts the program, its unit, its command and an environment file in place, and starts the service,
 * or starts it anew where it runs. Given again it upgrades; the environment file is never overwritten.
 */
export const install = Effect.fn("Install.install")(function* (machine: Machine) {
  yield* mustBeRoot(machine)
  const { node, root, source } = machine
  if (HIDDEN.test(node)) {
    return yield* giveUp(
      "settings",
      `The service cannot see ${node}, because it has no view of home and temporary directories (ProtectHome=): install Node.js for the whole machine, such as in /usr, and use that.`
    )
  }
  if (!isRunnable(node)) {
    return yield* giveUp(
      "settings",
      `systemd does not run ${JSON.stringify(node)}, because of a quote, a backslash or an invisible sign in its path: install Node.js in another place, such as in /usr, and use that.`
    )
  }
  const places = placesBelow(root)
  const isNew = !(yield* exists(places.environment))
  const commandIsFree = !(yield* exists(places.command)) || (yield* isOurs(places.command))
  const packages = yield* packagesFor(source, NATIVE).pipe(Effect.catchAll(endOfStep))
  const path = yield* Path.Path
  const steps = [
    ...(path.resolve(source) === places.program ? [] : [copyProgram(machine, places, packages, path)]),
    ...(commandIsFree ? [writeCommand(machine, places)] : []),
    writeUnit(machine, places),
    ...(isNew ? [writeEnvironment(machine, places)] : []),
    systemctl("daemon-reload"),
    systemctl("enable", NAME)
  ]
  if (HIDDEN.test(source)) {
    yield* Console.log(`The service cannot see ${source} (ProtectHome=), so it gets a copy.`)
  }
  if (!commandIsFree) yield* Console.log(`${places.command} is another program's and stays as it is.`)
  if (!isNew) yield* Console.log(`${places.environment} is there already and stays as it is.`)
  yield* announceAndRun(steps).pipe(Effect.catchAll(endOfStep))
  yield* start.pipe(Effect.catchAll(endOfStep))
  yield* Console.log(afterwards(places, isNew))
})

const start = Effect.gen(function* () {
  yield* Console.log(`Starting: systemctl restart ${NAME}`)
  const exitCode = yield* exitCodeOf("systemctl", "restart", NAME)
  if (exitCode === 0) return
  return yield* new StepFailed({
    problem: `Everything is in place, but the service did not start. Why: ${NAME} service logs; ${NAME} check. Then: systemctl restart ${NAME}`
  })
})

const copyProgram = ({ source }: Machine, places: Places, packages: Packages, path: Path.Path) =>
  onFiles(`copy the program from ${source} to ${places.program}`, (fs) => {
    const { fresh } = asideOf(places.program)
    const copy = (from: string, to: string) =>
      Effect.zipRight(fs.makeDirectory(path.dirname(to), { recursive: true }), fs.copy(from, to))
    return Effect.gen(function* () {
      yield* fs.remove(fresh, { recursive: true, force: true })
      const built = (yield* fs.readDirectory(path.join(source, "dist")))
        .filter((name) => !name.endsWith(".map"))
        .map((name) => path.join("dist", name))
      for (const part of [...built, ...PARTS]) {
        const from = path.join(source, part)
        if (yield* fs.exists(from)) yield* copy(from, path.join(fresh, part))
      }
      for (const [name, directory] of packages) {
        yield* copy(directory, path.join(fresh, "node_modules", name))
      }
      yield* readableForAll(fresh)
      yield* putInPlace(fresh, places.program)
    })
  })

/** The new program takes the place of the old one, which is gone only then; the one that runs is in memory as a whole. */
const putInPlace = Effect.fnUntraced(function* (fresh: string, program: string) {
  const fs = yield* FileSystem.FileSystem
  const { old } = asideOf(program)
  yield* fs.remove(old, { recursive: true, force: true })
  if (yield* fs.exists(program)) yield* fs.rename(program, old)
  yield* fs.rename(fresh, program).pipe(Effect.tapError(() => Effect.ignore(fs.rename(old, program))))
  yield* fs.remove(old, { recursive: true, force: true })
})

/** A shipped file with the path of Node.js as it is here, in the way that is written there. */
const withNode = (
  fs: FileSystem.FileSystem,
  { node, source }: Machine,
  name: string,
  written: (path: string) => string
) =>
  Effect.map(fs.readFileString(`${source}/deploy/${name}`), (text) =>
    text.replaceAll(USUAL_NODE, () => written(node))
  )

const writeUnit = (machine: Machine, { unit }: Places) =>
  onFiles(`write ${unit}`, (fs) =>
    Effect.zipRight(
      Effect.flatMap(withNode(fs, machine, `${NAME}.service`, inUnit), (text) =>
        fs.writeFileString(unit, text)
      ),
      fs.chmod(unit, 0o644)
    )
  )

const writeCommand = (machine: Machine, { command }: Places) =>
  onFiles(`write ${command}, the command for root`, (fs) =>
    Effect.zipRight(
      Effect.flatMap(withNode(fs, machine, NAME, inShell), (text) => fs.writeFileString(command, text)),
      fs.chmod(command, 0o755)
    )
  )

const writeEnvironment = ({ source }: Machine, { environment }: Places) =>
  onFiles(`write ${environment}, which is yours from then on`, (fs) =>
    Effect.gen(function* () {
      yield* fs.makeDirectory(environment.replace(/\/[^/]+$/, ""), { recursive: true, mode: 0o755 })
      const text = yield* fs.readFile(`${source}/deploy/environment`)
      yield* fs.writeFile(environment, text, { flag: "wx", mode: 0o600 })
    })
  )

const afterwards = ({ credentials, environment }: Places, isNew: boolean) =>
  [
    isNew ? "The service runs, and sends nothing yet: it is a dry run." : "The service runs again.",
    `  settings          ${environment}, then: systemctl restart ${NAME}`,
    `  keys              ${credentials}/${NAME}.tuling_api_key (root's, mode 0600)`,
    `  how it is         systemctl status ${NAME}`,
    `  code to scan      ${NAME} qr`,
    `  what it does      ${NAME} service logs --follow`,
    `  away with it      ${NAME} service uninstall`
  ].join("\n")
