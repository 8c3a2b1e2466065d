// openid-client, which nobody here wrote, as a program that lets people sign in at our hub.
// One step a run: JSON comes in, JSON goes out; a browser does its part between the steps.
import { readFileSync } from "node:fs";
import * as client from "openid-client";
import { createRemoteJWKSet, jwtVerify } from "jose";

const told = JSON.parse(readFileSync(0, "utf8"));

async function configured() {
  const way = { execute: [client.allowInsecureRequests] }; // plain http, on this machine only
  const secret = told.secret ? client.ClientSecretBasic(told.secret) : client.None();
  return client.discovery(new URL(told.issuer), told.client_id, { use_mtls_endpoint_aliases: false }, secret, way);
}

const refusal = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error.error ?? error.code ?? error.message;
  }
  return "";
};

const steps = {
  async begin() {
    const config = await configured();
    const verifier = client.randomPKCECodeVerifier();
    const kept = { pkceCodeVerifier: verifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
    const wanted = {
      redirect_uri: told.redirect_uri,
      scope: told.scope,
      state: kept.expectedState,
      nonce: kept.expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...told.more,
    };
    const pushed = await client.buildAuthorizationUrlWithPAR(config, wanted);
    return { address: pushed.href, kept, server: config.serverMetadata() };
  },

  async finish() {
    const config = await configured();
    const tokens = await client.authorizationCodeGrant(config, new URL(told.back), told.kept);
    const claims = tokens.claims();
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
    const replay = await refusal(client.authorizationCodeGrant(config, new URL(told.back), told.kept));
    return { claims, info, tokens, renewed, replay };
  },

  async steal() {
    const config = await configured();
    const stolen = await refusal(client.refreshTokenGrant(config, told.used));
    const lost = await refusal(client.refreshTokenGrant(config, told.present));
    return { stolen, lost };
  },

  async lies() {
    const config = await configured();
    const other = (change) => refusal(client.authorizationCodeGrant(config, new URL(change.back ?? told.back), { ...told.kept, ...change }));
    return {
      state: await other({ expectedState: "another" }),
      issuer: await other({ back: told.back.replace(/iss=[^&]+/, "iss=http%3A%2F%2Fevil.test") }),
      verifier: await other({ pkceCodeVerifier: client.randomPKCECodeVerifier() }),
      nonce: await other({ expectedNonce: "another" }),
    };
  },

  async device() {
    const config = await configured();
    return client.initiateDeviceAuthorization(config, { scope: told.scope });
  },

  async poll() {
    const config = await configured();
    const tokens = await client.pollDeviceAuthorizationGrant(config, told.device);
    return { claims: tokens.claims(), info: await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub) };
  },

  async leave() {
    const config = await configured();
    const address = client.buildEndSessionUrl(config, { id_token_hint: told.id_token, post_logout_redirect_uri: told.after, state: "bye" });
    await client.tokenRevocation(config, told.access_token);
    return { address: address.href };
  },

  async heard() {
    const config = await configured();
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
    const options = { issuer: told.issuer, audience: told.client_id, typ: "logout+jwt", algorithms: ["ES256"] };
    return (await jwtVerify(told.token, keys, options)).payload;
  },
};

process.stdout.write(JSON.stringify(await steps[told.step]()));
