import { Effect, Layer } from "effect"
import { HttpExchange } from "./http/HttpExchange.ts"
import { recording } from "./http/recording/RecordingHttpExchange.ts"
import { Pseudonyms } from "./layers/chatbots/Pseudonyms.ts"
import { besideOthers } from "./layers/recording/BesideOthers.ts"
import * as RecordingFile from "./layers/recording/RecordingFile.ts"

/** What the stand-ins are made with. As the pseudonyms it stays the same over restarts, and never leaves this machine. */
const secret = Effect.map(Pseudonyms, ({ of }) => of(["recording"]))

/** The same network, of which every exchange is written to a file. */
export const recorded = (file: string) =>
  Layer.scoped(
    HttpExchange,
    Effect.gen(function* () {
      const write = yield* RecordingFile.open(file)
      // it ends first, while the file can still be written
      const beside = yield* besideOthers
      return recording(yield* HttpExchange, yield* secret, { write, beside })
    })
  )
