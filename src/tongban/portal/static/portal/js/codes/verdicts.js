// Whether to believe a code, offline: the same questions as tongban.certificates.rules.verdicts.
import { fromBase64, toBase64, utf8, words } from "./bytes.js";
import { ED25519, SM2SM3, isBy, isByPhone, open, thumbprint } from "./tokens.js";

const MOST_AGE = 60, MOST_AHEAD = 30; // seconds
const FRESH = 15 * 60, OLDEST = 24 * 3600;
const MOST_BITS = 2 ** 21; // bytes

const parsed = (part) => JSON.parse(words(fromBase64(part)));
const issuersOf = async (content) => {
  const found = new Map();
  for (const node of content.issuers)
    for (const jwk of node.keys) found.set(toBase64(await thumbprint(jwk)).slice(0, 8), { ...node, jwk });
  return found;
};

// A signed list of keys (JWS, docs/reference/signatures.md) that one of `signers` signed; the first
// one is taken from the platform itself. Throws an Error whose message is the reason.
export async function readKeys(text, before) {
  const { payload, signatures } = JSON.parse(text);
  const content = parsed(payload);
  const signers = before ? before.signers : content.signers;
  let known = false;
  for (const { protected: header, signature } of signatures) {
    const told = parsed(header);
    for (const jwk of signers) {
      if (told.kid !== toBase64(await thumbprint(jwk)) || told.typ !== "tongban-code-keys") continue;
      const good = await isBy(jwk, fromBase64(signature), utf8(`${header}.${payload}`));
      if (good === null && !before) return content; // this browser cannot tell; the address vouches
      if (!good) throw new Error("not_signed");
      known = true;
    }
  }
  if (!known) throw new Error("not_signed");
  if (before && content.version < before.version) throw new Error("rolled_back");
  return content;
}

async function unpacked(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value);
    size += value.length;
    if (size > MOST_BITS) throw new Error("malformed");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// Status lists, one a line, by their address; what is not its issuer's own is left out.
export async function readLists(text, keys) {
  const found = new Map();
  for (const line of text.split("\n").filter(Boolean)) {
    try {
      const [header, payload, signature] = line.split(".");
      const [told, claims] = [parsed(header), parsed(payload)];
      if (told.typ !== "statuslist+jwt" || claims.status_list.bits !== 1) continue;
      for (const issuer of (await issuersOf(keys)).values()) {
        if (!claims.sub.startsWith(`${issuer.address}/`)) continue;
        if (!(await isBy(issuer.jwk, fromBase64(signature), utf8(`${header}.${payload}`)))) continue;
        found.set(claims.sub, { ...claims, bits: await unpacked(fromBase64(claims.status_list.lst)) });
      }
    } catch {
      continue;
    }
  }
  return found;
}

const isRevoked = (list, index) => index >= list.bits.length * 8 || ((list.bits[index >> 3] >> (index & 7)) & 1) === 1;

function status(code, list, now, demanding) {
  if (!list) return ["refused", "list_is_missing"];
  if (isRevoked(list, code.index)) return ["refused", "revoked"];
  const age = now - list.iat;
  if (age <= FRESH) return ["accepted", "good"];
  if (demanding || age > OLDEST || list.exp <= now) return ["refused", "list_is_too_old"];
  return ["amber", "list_is_stale"];
}

async function untrue(code, issuer) {
  const alg = issuer.jwk.crv === "SM2" ? SM2SM3 : ED25519;
  const signed = code.issued.alg === alg && (await isBy(issuer.jwk, code.issued.signature, code.issued.message));
  if (signed === null) return "not_in_this_browser";
  if (!signed) return "bad_issuer_signature";
  return (await isByPhone(code)) ? "" : "other_device";
}

function unfit(code, now, audience, seen) {
  if (code.expires <= now) return "expired";
  if (now - code.signed > MOST_AGE) return "too_old";
  if (code.signed - now > MOST_AHEAD) return "from_the_future";
  if (code.audience && code.audience !== audience) return "wrong_audience";
  return seen.has(`${toBase64(code.id)} ${code.signed}`) ? "replayed" : "";
}

function unwanted(code, scene) {
  if (!scene) return "";
  const wanted = scene.holders?.length ? scene.holders : ["person", "firm"];
  if (!wanted.includes(code.holder === "f" ? "firm" : "person")) return "wrong_holder";
  return code.level < (scene.level ?? 1) ? "level_too_low" : "";
}

// {outcome, reason, holder, issuer}. `seen` remembers what was accepted here.
export async function check(text, { keys, lists, scene, audience = "", seen = new Set(), now = Date.now() / 1000 }) {
  const refused = (reason) => ({ outcome: "refused", reason });
  let code;
  try {
    code = open(text);
  } catch (error) {
    return refused(error.message);
  }
  const issuer = (await issuersOf(keys)).get(code.issued.kid);
  if (!issuer) return refused("unknown_issuer");
  const reason = (await untrue(code, issuer)) || unfit(code, now, audience, seen) || unwanted(code, scene);
  if (reason) return refused(reason);
  const list = lists.get(`${issuer.address}/codes/status/${code.number}/`);
  const [outcome, why] = status(code, list, now, scene?.demanding);
  if (outcome !== "refused") seen.add(`${toBase64(code.id)} ${code.signed}`);
  return { outcome, reason: why, holder: code.holder, issuer: issuer.name };
}
