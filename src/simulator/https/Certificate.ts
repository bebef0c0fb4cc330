import { Clock, Effect } from "effect"
import forge from "node-forge"
import { hostNames } from "./HostNames.ts"

/** A key and a certificate of all host names, and the certificate of the authority that signed it; all as PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  readonly ca: string
}

const DAY = 86_400_000

const BITS = 2048

const keyPair = Effect.async<forge.pki.rsa.KeyPair>((resume) => {
  forge.pki.rsa.generateKeyPair({ bits: BITS }, (error: Error | null, pair) =>
    resume(error === null ? Effect.succeed(pair) : Effect.die(error))
  )
})

const named = (commonName: string) => [{ name: "commonName", value: commonName }]

/** A certificate that is not signed yet; good from yesterday on, for a month. */
const blank = (publicKey: forge.pki.PublicKey, subject: string, issuer: string, now: number) => {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  // positive, and another one at each start: some keep what they have seen
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`
  certificate.validity.notBefore = new Date(now - DAY)
  certificate.validity.notAfter = new Date(now + 30 * DAY)
  certificate.setSubject(named(subject))
  certificate.setIssuer(named(issuer))
  return certificate
}

/** Makes an authority that signs nothing but one certificate: its key is forgotten. */
export const make: Effect.Effect<Certificate> = Effect.gen(function* () {
  const now = yield* Clock.currentTimeMillis
  const [authority, server] = yield* Effect.all([keyPair, keyPair], { concurrency: 2 })
  const name = `weixin-robot simulator ${forge.util.bytesToHex(forge.random.getBytesSync(4))}`
  const sha256 = () => forge.md.sha256.create()

  const ca = blank(authority.publicKey, name, name, now)
  ca.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    { name: "subjectKeyIdentifier" }
  ])
  ca.sign(authority.privateKey, sha256())

  const cert = blank(server.publicKey, "wx.qq.com", name, now)
  cert.setExtensions([
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames: hostNames.map((value) => ({ type: 2, value })) },
    { name: "authorityKeyIdentifier", keyIdentifier: ca.generateSubjectKeyIdentifier().getBytes() },
    { name: "subjectKeyIdentifier" }
  ])
  cert.sign(authority.privateKey, sha256())

  return {
    key: forge.pki.privateKeyToPem(server.privateKey),
    cert: forge.pki.certificateToPem(cert),
    ca: forge.pki.certificateToPem(ca)
  }
})
