// Signs or verifies one HTTP message with a library that knows nothing of us.
// Reads {key, at, request, response?, sign?} and writes the new headers, or whether it verified.
import { createPrivateKey, createPublicKey } from "node:crypto";
import { text } from "node:stream/consumers";
import { createSigner, createVerifier, httpbis } from "http-message-signatures";

const told = JSON.parse(await text(process.stdin));
const message = told.response ?? told.request;
const bound = told.response && told.request;

async function sign() {
  const key = createPrivateKey({ key: told.key, format: "jwk" });
  const config = {
    key: createSigner(key, "ed25519", told.key.kid),
    name: "theirs",
    fields: told.sign,
    params: ["created", "nonce", "keyid", "alg", "tag"],
    paramValues: { created: new Date(told.at * 1000), nonce: "theirs-1", tag: "tongban-federation" },
  };
  return (await httpbis.signMessage(config, message, bound)).headers;
}

async function verify() {
  const key = createPublicKey({ key: told.key, format: "jwk" });
  const config = {
    all: true,
    keyLookup: async ({ keyid }) =>
      keyid === told.key.kid ? { id: keyid, algs: ["ed25519"], verify: createVerifier(key, "ed25519") } : null,
    notAfter: told.at,
    requiredParams: ["created", "keyid"],
  };
  return httpbis.verifyMessage(config, message, bound);
}

process.stdout.write(JSON.stringify(await (told.sign ? sign() : verify())));
