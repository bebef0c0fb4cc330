import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { documented } from "../../src/commands/Cli.ts"
import { run } from "../support/end-to-end/program.ts"

it.scopedLive("every command of the help is in the documents", () =>
  Effect.gen(function* () {
    const { stdout } = yield* (yield* run(["--help"], {})).ended
    const commands = stdout.slice(stdout.indexOf("COMMANDS")).match(/(?<=^ +- )[a-z-]+(?: [a-z]+)?/gm) ?? []
    expect(commands).toContain("run")
    expect(commands).toContain("service uninstall")
    const usages = documented.map(({ usage }) => usage.en)
    expect(
      commands.filter((command) =>
        command
          .split(" ")
          .some((word) => !usages.some((usage) => new RegExp(`[\` ]${word}[ \`]`).test(usage)))
      )
    ).toEqual([])
  })
)
