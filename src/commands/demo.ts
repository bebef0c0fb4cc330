import { Command } from "@effect/cli"
import { demo as play } from "../demo/Demo.ts"
import { printed } from "./Printing.ts"
import { program } from "./ThisProcess.ts"

export const demo = Command.make("demo", {}, () =>
  play({
    command: [...program, "run"],
    output: { isTTY: process.stdout.isTTY, write: printed.write },
    environment: process.env
  })
).pipe(Command.withDescription("plays every rule on this machine, without an account, a key or a network"))
