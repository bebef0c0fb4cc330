import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { KEY_FILE } from "../../../src/layers/chatbots/Pseudonyms.ts"
import { FILE } from "../../../src/layers/journal/sql/Database.ts"
import { loginImageIn } from "../../../src/layers/login/LoginImage.ts"
import { ADDRESS_FILE } from "../../../src/program/api/contract/AddressFile.ts"
import { complaintsAbout } from "../../support/layers/files.ts"

describe("the file of a recording", () => {
  const own = [
    FILE,
    `/data/${FILE}`,
    "Journal.DB",
    `${FILE}-wal`,
    `${FILE}-shm`,
    `${FILE}-journal`,
    "./lock.db",
    "page.key",
    `x/../${KEY_FILE}`,
    ADDRESS_FILE,
    loginImageIn("/data", "default"),
    loginImageIn("/data", "two")
  ]
  it.effect.each(own)("cannot be %s, which is the robot's own", (record) =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ ROBOT_DATA_DIR: "/data/", ROBOT_RECORD: record })).toEqual([
        `ROBOT_RECORD: "${record}" - another file than those that the robot keeps in its data directory`
      ])
    })
  )

  it.effect.each([
    "wechat.jsonl",
    "my-journal.db",
    "/elsewhere/journal.db",
    "recordings/page.key",
    "../lock.db"
  ])("may be %s", (record) =>
    Effect.gen(function* () {
      expect(yield* complaintsAbout({ ROBOT_DATA_DIR: "/data", ROBOT_RECORD: record })).toEqual([])
    })
  )
})
