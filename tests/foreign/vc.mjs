// @openid4vc/openid4vci, which nobody here wrote, as a wallet, and @sd-jwt/sd-jwt-vc as whoever it shows things to.
import { createHash, randomBytes, webcrypto } from "node:crypto";
import { clientAuthenticationAnonymous, clientAuthenticationNone } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { setGlobalConfig } from "@openid4vc/utils";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";

setGlobalConfig({ allowInsecureUrls: true }); // plain http, on this machine only
const told = JSON.parse(await new Response(process.stdin).text());
const { subtle } = webcrypto;
const text = (bytes) => Buffer.from(bytes).toString("base64url");
const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const read = (jwk) => subtle.importKey("jwk", jwk, jwk.crv === "P-256" ? ES256 : { name: "Ed25519" }, false, ["verify"]);
const verified = async (jwk, data, signature) =>
  subtle.verify(jwk.crv === "P-256" ? ES256 : { name: "Ed25519" }, await read(jwk), Buffer.from(signature, "base64url"), Buffer.from(data));

const newKey = async () => {
  const pair = await subtle.generateKey(ES256, true, ["sign", "verify"]);
  const { kty, crv, x, y, d } = await subtle.exportKey("jwk", pair.privateKey);
  return { secret: { kty, crv, x, y, d }, jwk: { kty, crv, x, y } };
};
const signed = async (secret, data) => text(await subtle.sign(ES256, await subtle.importKey("jwk", secret, ES256, false, ["sign"]), Buffer.from(data)));

const keys = told.keys ?? [await newKey(), await newKey()];
const callbacks = {
  fetch,
  hash: (data, alg) => createHash(alg.replace("-", "")).update(data).digest(),
  generateRandom: (length) => randomBytes(length),
  signJwt: async (signer, { header, payload }) => {
    const { secret } = keys.find(({ jwk }) => jwk.x === signer.publicJwk.x);
    const head = [header, payload].map((part) => text(JSON.stringify(part))).join(".");
    return { jwt: `${head}.${await signed(secret, head)}`, signerJwk: signer.publicJwk };
  },
  verifyJwt: () => {
    throw new Error("nothing here is a JWT of theirs");
  },
  clientAuthentication: told.client_id ? clientAuthenticationNone({ clientId: told.client_id }) : clientAuthenticationAnonymous(),
};
const client = new Openid4vciClient({ callbacks });

const begun = async () => {
  const credentialOffer = await client.resolveCredentialOffer(told.link);
  return { credentialOffer, issuerMetadata: await client.resolveIssuerMetadata(credentialOffer.credential_issuer) };
};

async function fetched({ credentialOffer, issuerMetadata }, accessToken) {
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const jwts = [];
  for (const { jwk } of keys) {
    const signer = { method: "jwk", publicJwk: jwk, alg: "ES256" };
    jwts.push((await client.createCredentialRequestJwtProof({ issuerMetadata, credentialConfigurationId, signer, nonce, issuedAt: new Date(), clientId: told.client_id })).jwt);
  }
  const wanted = { issuerMetadata, accessToken, credentialConfigurationId, proofs: { jwt: jwts } };
  const { credentialResponse } = await client.retrieveCredentials(wanted);
  const notification = { notificationId: credentialResponse.notification_id, event: "credential_accepted" };
  await client.sendNotification({ issuerMetadata, accessToken, notification });
  const replay = await refusal(client.retrieveCredentials(wanted));
  return { credentials: credentialResponse.credentials.map((each) => each.credential), keys, replay, known: Object.keys(issuerMetadata.knownCredentialConfigurations).length };
}

const refusal = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error.errorResponse?.error ?? error.response?.credentialErrorResponseResult?.data?.error ?? error.message;
  }
  return "";
};

const json = async (address) => (await fetch(address)).json();

/* As somebody to whom it is shown: the issuer's keys, the status list and the type come from their addresses. */
async function believed() {
  const issuer = JSON.parse(Buffer.from(told.credential.split(".")[1], "base64url")).iss;
  const { origin, pathname } = new URL(issuer);
  const found = told.issuer ?? await json(`${origin}/.well-known/jwt-vc-issuer${pathname === "/" ? "" : pathname}`);
  const any = async (data, signature) => {
    for (const jwk of found.jwks.keys) if (await verified(jwk, data, signature)) return true;
    return false;
  };
  const sdjwt = new SDJwtVcInstance({
    hashAlg: "sha-256",
    hasher: (data, alg) => createHash(alg.replace("-", "")).update(typeof data === "string" ? data : Buffer.from(data)).digest(),
    verifier: any,
    kbVerifier: (data, signature, payload) => verified(payload.cnf.jwk, data, signature),
    kbSigner: (data) => signed(keys[0].secret, data),
    kbSignAlg: "ES256",
    loadTypeMetadataFormat: true,
    ...(told.list && { statusListFetcher: async () => told.list, vctFetcher: async () => told.kind }),
  });
  const shown = told.show ? await sdjwt.present(told.credential, told.show, { kb: { payload: told.binding } }) : told.credential;
  const { payload } = await sdjwt.verify(shown, told.binding && { keyBindingNonce: told.binding.nonce });
  return { payload, kind: await sdjwt.getVct(shown), issuer: found.issuer };
}

const steps = {
  async digits() {
    const all = await begun();
    const token = (txCode) => client.retrievePreAuthorizedCodeAccessTokenFromOffer({ ...all, txCode });
    const wrong = await refusal(token(told.digits === "000000" ? "000001" : "000000"));
    const { accessTokenResponse } = await token(told.digits);
    return { wrong, again: await refusal(token(told.digits)), ...(await fetched(all, accessTokenResponse.access_token)) };
  },

  async begin() {
    const all = await begun();
    const scope = Object.values(all.issuerMetadata.credentialIssuer.credential_configurations_supported).find(({ vct }) => vct.includes(all.credentialOffer.credential_configuration_ids[0])).scope;
    return client.createAuthorizationRequestUrlFromOffer({ ...all, clientId: told.client_id, redirectUri: told.redirect_uri, scope, additionalRequestPayload: { state: "s-1" } });
  },

  async code() {
    const all = told.all;
    const server = all.issuerMetadata.authorizationServers[0];
    const said = client.parseAndVerifyAuthorizationResponseRedirectUrl({ url: told.back, authorizationServerMetadata: server });
    const { accessTokenResponse } = await client.retrieveAuthorizationCodeAccessTokenFromOffer({
      ...all,
      authorizationCode: said.code,
      pkceCodeVerifier: told.pkce.codeVerifier,
      redirectUri: told.redirect_uri,
    });
    return fetched(all, accessTokenResponse.access_token);
  },

  async resolve() {
    return begun();
  },

  async believe() {
    try {
      return await believed();
    } catch (error) {
      return { refused: error.message };
    }
  },
};

process.stdout.write(JSON.stringify(await steps[told.step]()));
