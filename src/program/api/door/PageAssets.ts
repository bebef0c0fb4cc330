import { extname, join } from "node:path"
import { FileSystem } from "@effect/platform"
import { Effect, Option } from "effect"
import { madeOnce } from "../../../layers/MadeOnce.ts"
import { PageFiles } from "../../../layers/PageFiles.ts"
import { isAsset, pathOf } from "./Gate.ts"

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml"
}

/** A file of the page, as it is sent. */
export interface Asset {
  readonly contentType: string
  readonly bytes: Uint8Array
}

const PAGE = "index.html"

const assetsIn = Effect.fn("PageAssets.assetsIn")(function* (directory: string) {
  const fs = yield* FileSystem.FileSystem
  const assets = new Map<string, Asset>()
  for (const file of yield* fs.readDirectory(directory)) {
    const contentType = contentTypes[extname(file)]
    if (contentType === undefined) continue
    assets.set(file, { contentType, bytes: yield* fs.readFile(join(directory, file)) })
  }
  return assets
})

/**
 * Gives the files of the page by the URL that is asked for. All are read at the first asking: those of another version, put
 * in their place while the robot runs, would not fit together.
 */
export const makeAssets = Effect.gen(function* () {
  const { path: directory } = yield* PageFiles
  const read = yield* madeOnce(assetsIn(directory))
  const assets = read.pipe(
    Effect.tapError(({ message }) =>
      Effect.annotateLogs(Effect.logError("the files of the page cannot be read"), { error: message })
    ),
    Effect.orElseSucceed(() => new Map<string, Asset>())
  )
  const named = (file: string) => Effect.map(assets, (assets) => Option.fromNullable(assets.get(file)))
  return {
    /** None where nothing of the page is. */
    at: (url: string) => {
      const path = pathOf(url)
      return isAsset(path) ? named(path === "/" ? PAGE : path.slice(1)) : Effect.succeedNone
    },
    page: named(PAGE)
  }
})
