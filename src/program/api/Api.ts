import { join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Clock, Effect, FiberSet, Layer, Redacted, Schema } from "effect"
import { badDataDirectory, DataDirectory } from "../../layers/disk/DataDirectory.ts"
import { replacePrivateFile } from "../../layers/disk/PrivateFile.ts"
import { LogOutput } from "../../layers/logs/LogOutput.ts"
import { madeOnce } from "../../layers/MadeOnce.ts"
import { PageAddress } from "../../layers/PageAddress.ts"
import { Settings, SettingRows } from "../../layers/settings/Settings.ts"
import { ADDRESS_FILE, AddressFile } from "./contract/AddressFile.ts"
import { door } from "./door/Door.ts"
import { Entry } from "./door/Entry.ts"
import { isThisMachine } from "../../domain/ThisMachine.ts"
import { listening } from "./door/Listening.ts"
import { makeAssets } from "./door/PageAssets.ts"
import { pageKey } from "./door/PageKey.ts"
import * as Token from "./door/Token.ts"
import { tellChanges } from "./TellChanges.ts"

/** How this machine reaches what listens there; all of its addresses are reached by that of the loopback. */
const reachedAt = (host: string) => {
  if (host === "0.0.0.0") return "127.0.0.1"
  const bare = host === "::" ? "::1" : host
  return bare.includes(":") ? `[${bare}]` : bare
}

/** The app is loaded, and made, at the first request: mostly nobody asks. */
const appOnce = Effect.fn("Api.appOnce")(function* (token: Token.Token) {
  const startedAt = yield* Clock.currentTimeMillis
  return yield* madeOnce(
    Effect.promise(() => import("./app/App.ts")).pipe(
      Effect.flatMap(({ makeApp }) => makeApp(startedAt)),
      Effect.provideService(Entry, token)
    )
  )
})

const encodeAddress = Schema.encodeSync(AddressFile)

/** For the commands; gone with the scope. */
const writeAddress = Effect.fn("Api.writeAddress")(function* (address: string, token: Token.Token) {
  const fs = yield* FileSystem.FileSystem
  const path = join((yield* DataDirectory).path, ADDRESS_FILE)
  const content = encodeAddress({ address, token: token.token })
  yield* Effect.acquireRelease(
    Effect.mapError(
      replacePrivateFile(path, Buffer.from(`${content}\n`)),
      badDataDirectory(path, "the address of the page cannot be written")
    ),
    () => Effect.ignore(fs.remove(path, { force: true }))
  )
})

/** A person at a terminal may have the token; a log may not. */
const tell = Effect.fn("Api.tell")(function* (
  host: string,
  port: number,
  address: string,
  token: Token.Token
) {
  const { output } = yield* LogOutput
  yield* Effect.annotateLogs(Effect.logInfo("the page and the API are served"), { host, port })
  if (!isThisMachine(host)) {
    yield* Effect.logWarning(
      "ROBOT_HTTP_HOST: other machines reach the page and the API, over plain HTTP: whoever listens on the way reads the token"
    )
  }
  if (output.isTTY === true) {
    yield* Effect.sync(() =>
      output.write(`The robot's page: ${address}?token=${Redacted.value(token.token)}\n`)
    )
  }
})

/** Serves the page and the API on a port until the scope ends. Gives the address of the page. */
export const served = Effect.fn("Api.served")(function* (port: number) {
  const { httpHost: host } = yield* Settings
  const rows = yield* SettingRows
  const anyPort = rows.some(({ name, source }) => name === "ROBOT_HTTP_PORT" && source === "default")
  const token = yield* Token.make(yield* pageKey)
  const app = yield* appOnce(token)
  const run = yield* FiberSet.makeRuntime<never, void, never>()
  const attend = door(token, host, { app, assets: yield* makeAssets })
  const listensAt = yield* listening({ host, port, anyPort }, (request, response) => {
    run(attend(request, response))
  })
  const address = `http://${reachedAt(host)}:${listensAt}/`
  yield* writeAddress(address, token)
  yield* Effect.forkScoped(tellChanges)
  yield* tell(host, listensAt, address, token)
  return address
})

/** The same as a layer, on the port of the settings. */
export const layer = (port: number) => Layer.scoped(PageAddress, Effect.asSome(served(port)))
