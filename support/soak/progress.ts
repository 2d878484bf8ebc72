/** How far a soak is: one line that moves along in a terminal, a plain line for each tenth elsewhere. */
export class Progress {
  private done = 0;

  constructor(
    private readonly what: string,
    private readonly total: number,
    private readonly out: { isTTY?: boolean; write(text: string): unknown },
  ) {}

  step(): void {
    this.done += 1;
    const line = `${this.what}  ${this.done} of ${this.total}`;
    if (this.out.isTTY === true) this.out.write(`\r${line}${this.done === this.total ? '\n' : ''}`);
    else if (this.done % Math.max(1, Math.floor(this.total / 10)) === 0) this.out.write(`${line}\n`);
  }
}
