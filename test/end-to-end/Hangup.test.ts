import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { isUnderNohup, type OpenFile } from "../../src/Hangup.ts"

const TERMINAL = { path: "/dev/pts/3", flags: 0o2 }
const NULL = { path: "/dev/null", flags: 0o100002 }

const under = (environment: Record<string, string>, files: ReadonlyArray<OpenFile>) =>
  isUnderNohup(environment, (fd) => Option.fromNullable(files[fd]))

describe("nohup", () => {
  it.each([
    ["its name, as a shell gives it", { _: "/usr/bin/nohup" }, [TERMINAL, TERMINAL]],
    ["its name alone, where there is no /proc", { _: "nohup" }, []],
    ["an input that cannot be read", {}, [{ path: "/dev/null", flags: 0o100001 }, NULL]],
    ["its output", { _: "/usr/bin/node" }, [TERMINAL, { path: "/root/nohup.out", flags: 0o2001 }]]
  ] as const)("is known by %s", (_, environment, files) => {
    expect(under(environment, files)).toBe(true)
  })

  it.each([
    ["a shell without it", { _: "/usr/bin/node" }, [TERMINAL, TERMINAL]],
    ["a service", {}, [NULL, { path: "socket:[1]", flags: 0o2 }]],
    ["an input from /dev/null", {}, [{ path: "/dev/null", flags: 0o100000 }, TERMINAL]],
    ["a file of a similar name", { _: "/opt/nohup/node" }, [TERMINAL, { path: "/nohup.out/log", flags: 1 }]],
    ["nothing to go by", {}, []]
  ] as const)("is not taken for granted with %s", (_, environment, files) => {
    expect(under(environment, files)).toBe(false)
  })
})
