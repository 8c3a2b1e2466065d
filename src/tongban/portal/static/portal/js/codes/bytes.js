// Bytes as text: base64url as JWK and JWS write them, Base45 (RFC 9285) as QR codes pack them.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export const utf8 = (text) => new TextEncoder().encode(text);
export const words = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

export const toBase64 = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

export function toBase45(bytes) {
  let text = "";
  for (let place = 0; place < bytes.length; place += 2) {
    const pair = place + 1 < bytes.length;
    let value = pair ? bytes[place] * 256 + bytes[place + 1] : bytes[place];
    for (let digit = 0; digit < (pair ? 3 : 2); digit++) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

export function fromBase45(text) {
  const values = [...text].map((char) => ALPHABET.indexOf(char));
  if (values.includes(-1) || values.length % 3 === 1) throw new Error("malformed");
  const bytes = [];
  for (let place = 0; place < values.length; place += 3) {
    const [first, second, third] = values.slice(place, place + 3);
    const value = first + 45 * second + 2025 * (third ?? 0);
    if (value > (third === undefined ? 0xff : 0xffff)) throw new Error("malformed");
    bytes.push(...(third === undefined ? [value] : [value >> 8, value & 0xff]));
  }
  return Uint8Array.from(bytes);
}
