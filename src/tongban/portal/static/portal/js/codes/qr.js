// A QR code (ISO/IEC 18004) of text in its alphanumeric characters, at level M, up to version 15.
// No library fits, see docs/decisions/0010-codes.md; two decoders and another encoder read it in tests.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CHECKS = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]; // codewords in a block
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

function codewordsOf(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2;
    modules -= (25 * marks - 10) * marks - 55;
    if (version >= 7) modules -= 36;
  }
  return modules >> 3;
}

const roomOf = (version) => codewordsOf(version) - CHECKS[version] * BLOCKS[version];

function bitsOf(text, version) {
  const bits = [];
  const put = (value, width) => {
    for (let bit = width - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  put(2, 4);
  put(text.length, version < 10 ? 9 : 11);
  for (let place = 0; place < text.length; place += 2) {
    const [first, second] = [ALPHABET.indexOf(text[place]), ALPHABET.indexOf(text[place + 1] ?? "!")];
    if (place + 1 < text.length) put(first * 45 + second, 11);
    else put(first, 6);
  }
  return bits;
}

function versionFor(text) {
  for (let version = 1; version < CHECKS.length; version++)
    if (bitsOf(text, version).length <= roomOf(version) * 8) return version;
  throw new Error("too_long");
}

function dataOf(text, version) {
  const room = roomOf(version) * 8;
  const bits = bitsOf(text, version);
  for (let ends = 0; ends < 4 && bits.length < room; ends++) bits.push(0);
  while (bits.length % 8) bits.push(0);
  const bytes = [];
  for (let place = 0; place < bits.length; place += 8)
    bytes.push(bits.slice(place, place + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  for (let pad = 0xec; bytes.length < room / 8; pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

function times(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> bit) & 1) * one);
  return product;
}

function divisorOf(degree) {
  const divisor = Array(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let step = 0, root = 1; step < degree; step++, root = times(root, 2))
    for (let place = 0; place < degree; place++)
      divisor[place] = times(divisor[place], root) ^ (divisor[place + 1] ?? 0);
  return divisor;
}

function checksOf(data, divisor) {
  const rest = Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((each, place) => (rest[place] ^= times(each, factor)));
  }
  return rest;
}

function interleaved(data, version) {
  const [blocks, all] = [BLOCKS[version], codewordsOf(version)];
  const short = blocks - (all % blocks);
  const length = Math.floor(all / blocks) - CHECKS[version];
  const divisor = divisorOf(CHECKS[version]);
  const parts = [];
  for (let block = 0, place = 0; block < blocks; block++) {
    const part = data.slice(place, (place += length + (block < short ? 0 : 1)));
    parts.push([part, checksOf(part, divisor)]);
  }
  const found = [];
  for (const which of [0, 1])
    for (let place = 0; place <= length + CHECKS[version]; place++)
      for (const part of parts) if (part[which][place] !== undefined) found.push(part[which][place]);
  return found;
}

function remainder(value, degree, generator) {
  let rest = value;
  for (let step = 0; step < degree; step++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * generator);
  return (value << degree) | rest;
}

class Square {
  constructor(version) {
    this.version = version;
    this.size = 17 + 4 * version;
    this.dark = Array.from({ length: this.size }, () => Array(this.size).fill(0));
    this.fixed = Array.from({ length: this.size }, () => Array(this.size).fill(0));
    this.frame();
  }

  set(x, y, dark) {
    if (this.dark[y]?.[x] === undefined) return;
    this.dark[y][x] = Number(dark);
    this.fixed[y][x] = 1;
  }

  frame() {
    for (let place = 0; place < this.size; place++) {
      this.set(6, place, place % 2 === 0);
      this.set(place, 6, place % 2 === 0);
    }
    const ends = [[3, 3], [this.size - 4, 3], [3, this.size - 4]];
    for (const [x, y] of ends) this.rings(x, y, 4, [2, 4]);
    const spots = this.spots();
    const last = spots.length - 1;
    spots.forEach((x, i) => spots.forEach((y, j) => {
      const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!corner) this.rings(x, y, 2, [1]);
    }));
    this.format(0);
    if (this.version < 7) return;
    const bits = remainder(this.version, 12, 0x1f25);
    for (let bit = 0; bit < 18; bit++) {
      const [far, near] = [this.size - 11 + (bit % 3), Math.floor(bit / 3)];
      this.set(far, near, (bits >> bit) & 1);
      this.set(near, far, (bits >> bit) & 1);
    }
  }

  rings(x, y, reach, light) {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        this.set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  spots() {
    if (this.version === 1) return [];
    const count = Math.floor(this.version / 7) + 2;
    const step = Math.ceil((4 * this.version + 4) / (2 * count - 2)) * 2;
    const found = [6];
    for (let place = this.size - 7; found.length < count; place -= step) found.splice(1, 0, place);
    return found;
  }

  format(mask) {
    const bits = remainder(mask, 10, 0x537) ^ 0x5412; // level M is 00
    const bit = (place) => (bits >> place) & 1;
    for (let place = 0; place <= 5; place++) this.set(8, place, bit(place));
    [[8, 7], [8, 8], [7, 8]].forEach(([x, y], place) => this.set(x, y, bit(place + 6)));
    for (let place = 9; place < 15; place++) this.set(14 - place, 8, bit(place));
    for (let place = 0; place < 8; place++) this.set(this.size - 1 - place, 8, bit(place));
    for (let place = 8; place < 15; place++) this.set(8, this.size - 15 + place, bit(place));
    this.set(8, this.size - 8, 1);
  }

  fill(codewords) {
    let place = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step++)
        for (const x of [right, right - 1]) {
          const y = ((right + 1) & 2) === 0 ? this.size - 1 - step : step;
          if (this.fixed[y][x] || place >= codewords.length * 8) continue;
          this.dark[y][x] = (codewords[place >> 3] >> (7 - (place & 7))) & 1;
          place++;
        }
    }
  }

  masked(mask) {
    const other = Object.assign(Object.create(Square.prototype), this);
    other.dark = this.dark.map((row, y) => row.map((dark, x) => (this.fixed[y][x] ? dark : dark ^ Number(MASKS[mask](x, y) === 0))));
    other.format(mask);
    return other;
  }

  penalty() {
    const columns = this.dark[0].map((_, x) => this.dark.map((row) => row[x]));
    let sum = 0;
    for (const line of [...this.dark, ...columns]) {
      const text = line.join("");
      for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
      for (const like of ["10111010000", "00001011101"])
        for (let at = text.indexOf(like); at >= 0; at = text.indexOf(like, at + 1)) sum += 40;
    }
    for (let y = 1; y < this.size; y++)
      for (let x = 1; x < this.size; x++) {
        const four = this.dark[y][x] + this.dark[y][x - 1] + this.dark[y - 1][x] + this.dark[y - 1][x - 1];
        if (four % 4 === 0) sum += 3;
      }
    const share = this.dark.flat().reduce((all, dark) => all + dark, 0) / this.size ** 2;
    return sum + Math.floor(Math.abs(share * 20 - 10)) * 10;
  }
}

// Rows of 0 and 1. `mask` is chosen by the standard's rules unless it is given.
export function modulesOf(text, mask) {
  if ([...text].some((char) => !ALPHABET.includes(char))) throw new Error("malformed");
  const square = new Square(versionFor(text));
  square.fill(interleaved(dataOf(text, square.version), square.version));
  const candidates = mask === undefined ? MASKS.keys() : [mask];
  const made = [...candidates].map((each) => square.masked(each));
  const best = made.reduce((one, other) => (other.penalty() < one.penalty() ? other : one));
  return best.dark;
}

// Draw on a canvas with the quiet zone, in whole pixels, as large as `room` (CSS pixels) allows.
export function draw(canvas, text, room) {
  const rows = modulesOf(text);
  const density = window.devicePixelRatio || 1;
  const scale = Math.max(1, Math.floor((room * density) / (rows.length + 8)));
  canvas.width = canvas.height = scale * (rows.length + 8);
  canvas.style.width = `${canvas.width / density}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect((x + 4) * scale, (y + 4) * scale, scale, scale)));
}
