import { Effect } from "effect"
import { createHash } from "node:crypto"
import { findMedia, mediaOfMessage } from "../../media/Find.ts"
import type { Message } from "../../world/Events.ts"
import { withFile } from "../../world/media/Shelf.ts"
import type { State } from "../../world/State.ts"
import type { World } from "../../world/World.ts"
import { NothingThere } from "../ControlApi.ts"
import type { LinksInput, MediaQuery, MessageInput } from "../ControlInput.ts"
import { watch } from "./Watch.ts"

/** The bytes of an upload, or of what belongs to a message. */
const showMedia = (state: State, { of }: MediaQuery): Effect.Effect<Uint8Array, NothingThere> => {
  const found = mediaOfMessage(state, of)?.found ?? findMedia(state, of)
  return found === undefined
    ? new NothingThere({ missing: `media of ${of}: unknown, without any, or no longer held` })
    : Effect.succeed(found.bytes)
}

/**
 * The media of a message that somebody sends: given bytes are put on the shelf, those of a file or a sticker are made when
 * it is fetched.
 * Undefined for messages that are found by their `MsgId` alone.
 */
export const mediaFor = (
  world: World,
  { bytes, fileName, kind }: MessageInput
): Effect.Effect<Message["media"]> =>
  Effect.gen(function* () {
    if (bytes === undefined && kind !== "file" && kind !== "sticker") return undefined
    const MediaId = `@crypt_${yield* world.ids.token(64)}`
    if (bytes === undefined) return { MediaId, made: true }
    const md5 = createHash("md5").update(bytes).digest("hex")
    const file = { MediaId, fileName: fileName ?? "", md5, bytes }
    yield* world.modify((state) => [undefined, { ...state, shelf: withFile(state.shelf, file) }])
    return { MediaId, made: false }
  })

/** The control operations that are about media, and what stands beside them. */
export const mediaControls = (world: World) => ({
  uploads: watch(world, (state) => state.uploaded),
  takenBack: watch(world, (state) => state.takenBack),
  media: (query: MediaQuery) => Effect.flatMap(world.state, (state) => showMedia(state, query)),
  links: ({ bad }: LinksInput) => world.modify((state) => [undefined, { ...state, badLinks: bad }])
})
