/** The newest `limit` names. */
export class Recent {
  private readonly names = new Set<string>();

  constructor(private readonly limit: number) {}

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** Take in a name; returns the oldest one if it had to go for it. */
  add(name: string): string | null {
    this.names.add(name);
    if (this.names.size <= this.limit) return null;
    const [oldest = null] = this.names;
    if (oldest !== null) this.names.delete(oldest);
    return oldest;
  }

  clear(): void {
    this.names.clear();
  }
}
