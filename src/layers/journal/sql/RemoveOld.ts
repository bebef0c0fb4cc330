import { Clock, Duration, Effect, Schedule } from "effect"
import { Timing } from "../../../domain/Timing.ts"
import { WechatTime } from "../../../http/wechat/WechatTime.ts"
import { Account } from "../../Account.ts"
import { Settings } from "../../settings/Settings.ts"
import { JournalFile } from "./JournalFile.ts"
import { messageReads, messageWrites } from "./tables/MessageTable.ts"

/** Removes an account's messages that are older than the owner wants to keep, now and from time to time. */
export const removingOld = Effect.gen(function* () {
  const { keepMessages } = yield* Settings
  const { retention, retentionStep } = yield* Timing
  if (Duration.toMillis(keepMessages) === 0) return
  const { reading, sql, writer } = yield* JournalFile
  const account = yield* Account
  const { before } = messageReads(sql, account)
  const { removeBefore } = messageWrites(sql, account)
  const removeOld = Effect.gen(function* () {
    const limit = (yield* Clock.currentTimeMillis) - Duration.toMillis(keepMessages)
    while ((yield* reading(before(limit))).length > 0) {
      yield* writer.now(() => [removeBefore(limit)])
      yield* Effect.sleep(retentionStep)
    }
  })
  // not by a clock that may be years ahead
  const { known } = yield* WechatTime
  yield* Effect.forkScoped(Effect.zipRight(known, Effect.repeat(removeOld, Schedule.spaced(retention))))
})
