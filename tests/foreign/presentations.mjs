// @openid4vc/openid4vp, which nobody here wrote: as a wallet that our counter asks, and as a verifier that asks our wallet.
import { X509Certificate, createHash, randomBytes, webcrypto } from "node:crypto";
import { setGlobalConfig } from "@openid4vc/utils";
import { Openid4vpClient, Openid4vpVerifier } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

setGlobalConfig({ allowInsecureUrls: true }); // plain http, on this machine only
const told = JSON.parse(await new Response(process.stdin).text());
const { subtle } = webcrypto;
const text = (bytes) => Buffer.from(bytes).toString("base64url");
const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const signed = async (jwk, data) => text(await subtle.sign(ES256, await subtle.importKey("jwk", jwk, ES256, false, ["sign"]), Buffer.from(data)));
const certificate = (x5c) => new X509Certificate(Buffer.from(x5c[0], "base64"));

const callbacks = {
  fetch,
  hash: (data, alg) => createHash(alg.replace("-", "")).update(data).digest(),
  generateRandom: (length) => randomBytes(length),
  signJwt: async (signer, { header, payload }) => {
    const head = [header, payload].map((part) => text(JSON.stringify(part))).join(".");
    return { jwt: `${head}.${await signed(told.secret, head)}`, signerJwk: signer.publicJwk };
  },
  verifyJwt: async (signer, { compact }) => {
    const jwk = certificate(signer.x5c).publicKey.export({ format: "jwk" });
    const [head, payload, signature] = compact.split(".");
    const key = await subtle.importKey("jwk", jwk, ES256, false, ["verify"]);
    const verified = await subtle.verify(ES256, key, Buffer.from(signature, "base64url"), Buffer.from(`${head}.${payload}`));
    return verified ? { verified, signerJwk: jwk } : { verified };
  },
  getX509CertificateMetadata: (pem) => ({ sanDnsNames: [], sanUriNames: [] }),
};
const client = new Openid4vpClient({ callbacks });
const verifier = new Openid4vpVerifier({ callbacks });
const hasher = (data, alg) => createHash(alg.replace("-", "")).update(typeof data === "string" ? data : Buffer.from(data)).digest();

const steps = {
  /* As a wallet: read what is asked, show that and nothing else. */
  async answer() {
    const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: told.link });
    const found = await client.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params });
    const asked = found.authorizationRequestPayload;
    const [query] = found.dcql.query.credentials;
    const sdjwt = new SDJwtVcInstance({ hashAlg: "sha-256", hasher, kbSigner: (data) => signed(told.secret, data), kbSignAlg: "ES256" });
    const payload = { iat: Math.floor(Date.now() / 1000), aud: asked.client_id, nonce: asked.nonce };
    const shown = await sdjwt.present(told.credential, Object.fromEntries(query.claims.map(({ path: [name] }) => [name, true])), { kb: { payload } });
    const { authorizationResponsePayload } = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: asked,
      authorizationResponsePayload: { vp_token: { [query.id]: [shown] } },
    });
    const send = () => client.submitOpenid4vpAuthorizationResponse({ authorizationRequestPayload: asked, authorizationResponsePayload });
    const { response } = await send();
    return { status: response.status, again: (await send()).response.status, client: found.client.prefix, asked };
  },

  /* As a verifier: ask, signed or not. */
  async ask() {
    const jar = told.x5c && { jwtSigner: { method: "x5c", alg: "ES256", x5c: told.x5c }, expiresInSeconds: 300, additionalJwtPayload: { aud: "https://self-issued.me/v2" } };
    const made = await verifier.createOpenId4vpAuthorizationRequest({ authorizationRequestPayload: told.request, jar });
    return { link: made.authorizationRequest };
  },

  /* And read what our wallet said. */
  async read() {
    const found = await verifier.parseOpenid4vpAuthorizationResponse({ authorizationResponse: told.response, authorizationRequestPayload: told.request, callbacks });
    const [shown] = Object.values(found.dcql.presentations)[0];
    const any = async (data, signature) => {
      for (const jwk of told.issuer.jwks.keys) {
        const key = await subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, { name: "Ed25519" }, false, ["verify"]);
        if (await subtle.verify({ name: "Ed25519" }, key, Buffer.from(signature, "base64url"), Buffer.from(data))) return true;
      }
      return false;
    };
    const kbVerifier = async (data, signature, { cnf }) =>
      subtle.verify(ES256, await subtle.importKey("jwk", cnf.jwk, ES256, false, ["verify"]), Buffer.from(signature, "base64url"), Buffer.from(data));
    const sdjwt = new SDJwtVcInstance({ hashAlg: "sha-256", hasher, verifier: any, kbVerifier, statusListFetcher: async () => told.list });
    const { payload, kb } = await sdjwt.verify(shown, { keyBindingNonce: found.expectedNonce });
    return { payload, audience: kb.payload.aud };
  },
};

process.stdout.write(JSON.stringify(await steps[told.step]()));
