import { expect, it } from "@effect/vitest"
import { OpenApi } from "@effect/platform"
import { Validator } from "@seriousme/openapi-schema-validator"
import { Effect } from "effect"
import { RobotApi } from "../../../src/program/api/contract/RobotApi.ts"

const spec = OpenApi.fromApi(RobotApi)

it.effect("the contract is valid OpenAPI", () =>
  Effect.gen(function* () {
    const told: object = JSON.parse(JSON.stringify(spec))
    const { errors, valid } = yield* Effect.promise(() => new Validator().validate({ ...told }))
    expect(errors).toBe(undefined)
    expect(valid).toBe(true)
  })
)

it("tells where the token is needed", () => {
  const operations = Object.entries(spec.paths).flatMap(([path, { get, post }]) => [
    ...(get === undefined ? [] : [[`GET ${path}`, get.security] as const]),
    ...(post === undefined ? [] : [[`POST ${path}`, post.security] as const])
  ])
  const withoutToken = operations
    .filter(([, security]) => (security ?? []).length === 0)
    .map(([name]) => name)
  expect(withoutToken).toEqual(["GET /health", "GET /metrics", "POST /api/login"])
  expect(operations).toHaveLength(20)
})
