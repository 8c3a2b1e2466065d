// Our own scripts of the pages, run without a browser: verdicts, a code made from a key, QR modules.
const told = JSON.parse(await new Response(process.stdin).text());
const { check, readKeys, readLists } = await import(`${told.scripts}/verdicts.js`);
const { present } = await import(`${told.scripts}/tokens.js`);
const { modulesOf } = await import(`${told.scripts}/qr.js`);
const { fromBase64 } = await import(`${told.scripts}/bytes.js`);

const why = async (work) => {
  try {
    await work();
    return "taken";
  } catch (error) {
    return error.message;
  }
};
const answers = {};
if (told.check) {
  const keys = await readKeys(told.check.keys);
  const lists = await readLists(told.check.lists, keys);
  answers.verdicts = [];
  for (const { text, now, scene, audience } of told.check.codes)
    answers.verdicts.push(await check(text, { keys, lists, now, scene, audience }));
}
if (told.present) {
  const { jwk, credential, moment, audience } = told.present;
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  answers.text = await present(fromBase64(credential), key, moment, audience);
}
if (told.squares) answers.squares = told.squares.map(([text, mask]) => modulesOf(text, mask ?? undefined));
if (told.follow) {
  const before = await readKeys(told.follow.before);
  answers.follow = await Promise.all(told.follow.after.map((text) => why(() => readKeys(text, before))));
}
console.log(JSON.stringify(answers));
