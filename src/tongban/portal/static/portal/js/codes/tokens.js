// Codes and credentials: COSE_Sign1 (RFC 9052) around claims. The exact bytes: docs/reference/codes.md.
import { fromBase45, joined, toBase45, utf8, words } from "./bytes.js";
import { decode, encode } from "./cbor.js";

export const PREFIX = "TB1:";
export const MOST = 600; // characters
export const ES256 = -7, ED25519 = -19, SM2SM3 = -65537;
const [ALG, KID] = [1, 4];
const [AUD, EXP, IAT, CTI, CNF] = [3, 4, 6, 7, 8];
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const toBeSigned = (header, payload) => encode(["Signature1", header, new Uint8Array(), payload]);

// The text of a code: the credential and the moment (seconds), signed by the key in this phone.
export async function present(credential, key, moment, audience) {
  const header = encode(new Map([[ALG, ES256]]));
  const claims = [[IAT, moment], ["c", credential]];
  if (audience) claims.unshift([AUD, audience]);
  const payload = encode(new Map(claims));
  const signature = new Uint8Array(await crypto.subtle.sign(ECDSA, key, toBeSigned(header, payload)));
  return PREFIX + toBase45(encode([header, new Map(), payload, signature]));
}

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

function token(bytes) {
  const parts = decode(bytes);
  const [header, , payload, signature] = Array.isArray(parts) && parts.length === 4 ? parts : [];
  if (![header, payload, signature].every((part) => part instanceof Uint8Array)) throw new Error("malformed");
  if (!same(bytes, encode([header, new Map(), payload, signature]))) throw new Error("malformed");
  const [told, claims] = [decode(header), decode(payload)];
  if (!(told instanceof Map && claims instanceof Map)) throw new Error("malformed");
  const kid = told.get(KID);
  return { alg: told.get(ALG), kid: kid ? words(kid) : "", claims, signature, message: toBeSigned(header, payload) };
}

const count = (value) => {
  if (!Number.isInteger(value) || value < 0) throw new Error("malformed");
  return value;
};

// A code taken apart, and not yet believed. Throws an Error whose message is the reason.
export function open(text) {
  if (text.length > MOST) throw new Error("too_long");
  if (!text.startsWith(PREFIX)) throw new Error("not_a_code");
  try {
    const presented = token(fromBase45(text.slice(PREFIX.length)));
    const issued = token(presented.claims.get("c"));
    const key = issued.claims.get(CNF).get(1);
    const [number, index] = issued.claims.get("s");
    const point = joined(Uint8Array.of(4), key.get(-2), key.get(-3));
    const id = issued.claims.get(CTI);
    const holder = issued.claims.get("h");
    if (point.length !== 65 || id.length !== 16 || !["p", "f", "g"].includes(holder)) throw new Error("malformed");
    if (key.get(1) !== 2 || key.get(-1) !== 1 || issued.alg === ES256) throw new Error("malformed");
    return {
      presented, issued, point, holder, id,
      number: count(number), index: count(index),
      level: count(issued.claims.get("l")),
      expires: count(issued.claims.get(EXP)),
      signed: count(presented.claims.get(IAT)),
      audience: presented.claims.get(AUD) ?? "",
    };
  } catch {
    throw new Error("malformed");
  }
}

export async function isByPhone(code) {
  if (code.presented.alg !== ES256) return false;
  const key = await crypto.subtle.importKey("raw", code.point, ECDSA, false, ["verify"]).catch(() => null);
  return !!key && crypto.subtle.verify(ECDSA, key, code.presented.signature, code.presented.message);
}

// Whether a signature is this issuer's; null when this browser does not know how to tell.
export async function isBy(jwk, signature, message) {
  if (jwk.crv !== "Ed25519") return null;
  try {
    const key = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x: jwk.x }, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch {
    return null;
  }
}

// The name of a key (RFC 7638).
export async function thumbprint(jwk) {
  const parts = Object.keys(jwk).sort().map((name) => `"${name}":"${jwk[name]}"`);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(`{${parts.join(",")}}`)));
}
