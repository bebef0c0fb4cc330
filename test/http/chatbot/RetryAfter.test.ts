import { describe, expect, it } from "@effect/vitest"
import { Duration } from "effect"
import { restIn } from "../../../src/http/chatbot/RetryAfter.ts"

const now = Date.UTC(2026, 10, 28, 12)
const millisOf = (headers: Readonly<Record<string, string>>, second?: number) => {
  const rest = restIn({ headers, second }, now)
  return rest === undefined ? undefined : Duration.toMillis(rest)
}

describe("for how long a service wants to be left alone", () => {
  for (const [headers, millis] of [
    [{}, undefined],
    [{ "retry-after": "20" }, 20_000],
    [{ "retry-after": " 1.5 " }, 1_500],
    [{ "retry-after": "Sat, 28 Nov 2026 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sat, 28 Nov 2026 11:00:00 GMT" }, undefined],
    [{ "retry-after": "0" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "86400" }, 3_600_000],
    [{ "retry-after": "Sun, 29 Nov 2026 12:00:00 GMT" }, 3_600_000],
    [{ "retry-after-ms": "250", "retry-after": "1" }, 250],
    [{ "retry-after-ms": "?", "retry-after": "1" }, 1_000]
  ] as const) {
    it(`is ${millis ?? "not told"} in ${JSON.stringify(headers)}`, () => {
      expect(millisOf(headers)).toBe(millis)
    })
  }

  it("goes by the server's clock, where the answer shows it", () => {
    expect(millisOf({ "retry-after": "Sat, 28 Nov 2026 12:10:30 GMT" }, (now + 600_000) / 1000)).toBe(30_000)
  })
})
