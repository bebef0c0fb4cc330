import { Args, Command } from "@effect/cli"
import { Effect, Layer } from "effect"
import { backupTar } from "../layers/backup/TarBackup.ts"
import { makeBackup } from "../program/tools/MakeBackup.ts"
import { settings } from "./ThisProcess.ts"

const file = Args.text({ name: "file" }).pipe(
  Args.withDescription("an archive to make, which must not be there yet; - is the standard output")
)

export const backup = Command.make("backup", { file }, ({ file }) =>
  Effect.provide(makeBackup(file), Layer.provide(backupTar(process.stdout), settings))
).pipe(Command.withDescription("a copy of all that the robot knows, in one file, whether it runs or not"))
