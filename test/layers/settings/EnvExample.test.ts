import { parseEnv } from "node:util"
import { describe, expect, it } from "@effect/vitest"
import { settingsTable } from "../../../src/layers/settings/SettingsTable.ts"

const abouts = Object.values(settingsTable).map(({ about }) => about)

const HEAD = `# Settings of the robot. Copy this file to .env beside it, take the # off a line and change it there;
# what is in the environment wins. All that is here is the default already.
# Each of ${abouts.flatMap(({ name, secret }) => (secret ? [name] : [])).join(", ")} is better kept in a file:
# put its path into the variable of the same name with _FILE at its end.
# A value with quotes or a # in it stands in single quotes as a whole: ROBOT_DENY='"Li, Lei",Family'
`

const example = [
  HEAD,
  ...abouts.map(
    (about) =>
      `# ${about.meaning}\n# Takes ${about.accepts}.\n#${about.name}=${typeof about.default === "string" ? about.default : ""}\n`
  )
].join("\n")

describe(".env.example", () => {
  // `npx vitest run -u test/layers/settings/EnvExample.test.ts` writes it anew
  it("has every setting with its default, commented out", async () => {
    await expect(example).toMatchFileSnapshot("../../../.env.example")
  })

  it("gives the defaults when all of it is taken in", () => {
    const defaults = Object.fromEntries(
      abouts.map(({ name, default: text }) => [name, typeof text === "string" ? text : ""])
    )
    expect(parseEnv(example)).toEqual({})
    expect(parseEnv(example.replaceAll(/^#(?! )/gm, ""))).toEqual(defaults)
  })
})
