/** Lets work on one subject follow one another, while subjects do not wait for each other. */
export class InTurn {
  private readonly queues = new Map<string, Promise<void>>();

  /** Resolves or rejects as `work` does, which begins when all earlier work on the subject has ended. */
  async run<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.queues.get(subject) ?? Promise.resolve()).then(work);
    const ended = turn.then(
      () => undefined,
      () => undefined, // whoever asked for the work is told; those who wait only need to know that it ended
    );
    this.queues.set(subject, ended);
    try {
      return await turn;
    } finally {
      if (this.queues.get(subject) === ended) this.queues.delete(subject);
    }
  }
}
