/** Lets the turns of one conversation run one after the other on this instance; those of different ones run side by side. */
export class TurnQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs the turn when those before it in its conversation have ended, however they did. */
  async run(conversationId: string, turn: () => Promise<void>): Promise<void> {
    const before = this.#last.get(conversationId);
    const now = before ? before.then(turn, turn) : turn();
    this.#last.set(conversationId, now);
    try {
      await now;
    } finally {
      if (this.#last.get(conversationId) === now) this.#last.delete(conversationId);
    }
  }
}
