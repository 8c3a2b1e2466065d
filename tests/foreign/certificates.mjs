// SD-JWT VC by the OpenWallet Foundation: as another issuer, wallet or verifier.
import { createHash, randomBytes, webcrypto } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

const told = JSON.parse(await new Response(process.stdin).text());
const { subtle } = webcrypto;
const text = (bytes) => Buffer.from(bytes).toString("base64url");
const names = { Ed25519: { name: "Ed25519" }, ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } };
const signer = (alg, jwk) => async (data) => {
  const key = await subtle.importKey("jwk", jwk, names[alg], false, ["sign"]);
  return text(await subtle.sign(names[alg], key, Buffer.from(data)));
};
const verifier = (alg, jwk) => async (data, signature) => {
  const key = await subtle.importKey("jwk", jwk, names[alg], false, ["verify"]);
  return subtle.verify(names[alg], key, Buffer.from(signature, "base64url"), Buffer.from(data));
};

const sdjwt = new SDJwtVcInstance({
  signAlg: "Ed25519",
  hashAlg: "sha-256",
  hasher: (data, alg) => createHash(alg.replace("-", "")).update(typeof data === "string" ? data : Buffer.from(data)).digest(),
  saltGenerator: (length) => randomBytes(length).toString("base64url"),
  signer: told.issuer.d && signer("Ed25519", told.issuer),
  verifier: verifier("Ed25519", told.issuer),
  kbSignAlg: "ES256",
  kbSigner: told.holder?.d && signer("ES256", told.holder),
  kbVerifier: told.holder && verifier("ES256", told.holder),
});

const answers = {};
try {
  if (told.issue) answers.text = await sdjwt.issue(told.issue.claims, { _sd: told.issue.hidden }, { header: told.issue.header });
  if (told.present) answers.text = await sdjwt.present(told.present.text, told.present.show, { kb: { payload: told.present.binding } });
  if (told.verify) answers.payload = (await sdjwt.verify(told.verify.text, told.verify.how)).payload;
} catch (error) {
  answers.refused = String(error.message ?? error);
}
console.log(JSON.stringify(answers));
