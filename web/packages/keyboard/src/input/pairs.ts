/** Keys of the table are `first << 16 | second`; 0 is free: no word is followed by the start. */
const FREE = 0;
const SPREAD = 0x9e3779b1;

/** What pairs of words cost less, or other pairs more, than the words on their own (nats). */
export class PairTable {
  readonly #loss: Float32Array;
  #keys = new Uint32Array(1 << 10);
  #gains = new Float32Array(1 << 10);
  #size = 0;

  constructor(words: number) {
    this.#loss = new Float32Array(words);
  }

  setLoss(first: number, loss: number): void {
    this.#loss[first] = loss;
  }

  set(first: number, second: number, gain: number): void {
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    this.#put(((first << 16) | second) >>> 0, gain);
    this.#size++;
  }

  /** Nats to add for `second` after `first`. */
  cost(first: number, second: number): number {
    const slot = this.#slot(((first << 16) | second) >>> 0);
    if (this.#keys[slot] !== FREE) return -(this.#gains[slot] ?? 0);
    return this.#loss[first] ?? 0;
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, SPREAD) >>> 8) & mask;
    while (this.#keys[slot] !== FREE && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #put(key: number, gain: number): void {
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#gains[slot] = gain;
  }

  #grow(): void {
    const [keys, gains] = [this.#keys, this.#gains];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#gains = new Float32Array(keys.length * 2);
    keys.forEach((key, i) => {
      if (key !== FREE) this.#put(key, gains[i] ?? 0);
    });
  }
}
