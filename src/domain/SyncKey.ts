import { Schema } from "effect"

/** Kept as received, because it is sent back unchanged. */
const Part = Schema.Union(Schema.JsonNumber, Schema.String)

/**
 * A cursor of WeChat. Two of them are kept: `SyncKey` tells webwxsync where to go on, `SyncCheckKey` is for synccheck
 * only. With one for both, synccheck gives the same selector for ever.
 */
export const SyncKey = Schema.Struct({
  Count: Schema.JsonNumber,
  List: Schema.Array(Schema.Struct({ Key: Part, Val: Part }))
})
export type SyncKey = typeof SyncKey.Type

/** The `synckey` parameter of synccheck: `Key_Val` pairs with a bar between. */
export const format = (key: SyncKey): string => key.List.map(({ Key, Val }) => `${Key}_${Val}`).join("|")

/** The next cursor: on errors the server sends one of `Count` 0, or none, and the old one stays good. */
export const next = (old: SyncKey, received: SyncKey | undefined): SyncKey =>
  received !== undefined && received.Count > 0 && received.List.length > 0 ? received : old
