import { Context, Data, type Effect } from "effect"
import { type JournalFailed } from "../journal/Journal.ts"

/** The archive cannot be written where it was to go. Nothing of it is left there. */
export class BackupFailed extends Data.TaggedError("BackupFailed")<{
  readonly message: string
  /** trying again may help */
  readonly diskFull: boolean
}> {}

/** What an archive holds. */
export interface BackedUp {
  readonly messages: number
  /** the size of all that is in it */
  readonly bytes: number
  /** the key of the pseudonyms is in it; without one, no robot has run here yet */
  readonly hasKey: boolean
}

/** Copies what a data directory holds, whether a robot uses it or not. */
export class Backup extends Context.Tag("layers/Backup")<
  Backup,
  {
    /** Into a file that is not there yet, for its owner alone, checked before it is there; `-` is the standard output. */
    readonly to: (file: string) => Effect.Effect<BackedUp, BackupFailed | JournalFailed>
  }
>() {}
