// The little CBOR (RFC 8949) that codes need: integers, bytes, text, lists and maps, in one way only.
import { joined, utf8, words } from "./bytes.js";

function head(major, value) {
  if (value < 24) return Uint8Array.of((major << 5) | value);
  if (value < 0x100) return Uint8Array.of((major << 5) | 24, value);
  if (value < 0x10000) return Uint8Array.of((major << 5) | 25, value >> 8, value & 0xff);
  return Uint8Array.of((major << 5) | 26, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

export function encode(value) {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return joined(head(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return joined(head(2, value.length), value);
  if (Array.isArray(value)) return joined(head(4, value.length), ...value.map(encode));
  const pairs = [...value].map(([key, each]) => [encode(key), encode(each)]);
  return joined(head(5, pairs.length), ...pairs.flat()); // the caller gives keys in order
}

const DEEP = 6;

export function decode(bytes) {
  let place = 0;
  const take = (count) => {
    if (count > bytes.length - place) throw new Error("malformed");
    place += count;
    return bytes.subarray(place - count, place);
  };
  const size = (more) => {
    if (more < 24) return more;
    if (more > 26) throw new Error("malformed");
    return take(1 << (more - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
  };
  const value = (depth) => {
    if (depth > DEEP) throw new Error("malformed");
    const [first] = take(1);
    const major = first >> 5;
    if (major > 5) throw new Error("malformed");
    const count = size(first & 31);
    if (major === 0) return count;
    if (major === 1) return -1 - count;
    if (major === 2) return take(count).slice();
    if (major === 3) return words(take(count));
    if (count > bytes.length) throw new Error("malformed");
    if (major === 4) return Array.from({ length: count }, () => value(depth + 1));
    return new Map(Array.from({ length: count }, () => [value(depth + 1), value(depth + 1)]));
  };
  const found = value(0);
  if (place !== bytes.length) throw new Error("malformed");
  return found;
}
