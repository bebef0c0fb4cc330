import { Console, Effect } from "effect"
import { Backup } from "../../layers/backup/Backup.ts"
import { giveUp } from "../Unsuccessful.ts"

/**
 * The `backup` command: one file with all that the robot knows. Exit code 75 on a full disk, 1 where the file cannot be
 * written or is there already.
 */
export const makeBackup = Effect.fn("MakeBackup.makeBackup")(function* (file: string) {
  const { to } = yield* Backup
  const { bytes, hasKey, messages } = yield* Effect.catchTag(
    // a stop in the middle would be a success to the shell, and half an archive be taken for a whole one
    Effect.uninterruptible(to(file)),
    "BackupFailed",
    ({ diskFull, message }) => giveUp(diskFull ? "try-again" : "failed", message)
  )
  // the standard output may be the archive
  yield* Console.error(
    `Backed up and checked: ${messages} messages, ${Math.ceil(bytes / 1024)} KB${hasKey ? "" : ", no key of pseudonyms yet"}. It holds your WeChat session: keep it as you keep a key.`
  )
})
