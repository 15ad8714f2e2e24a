/** How far the bot's clock is ahead of the real one. */
export class BotClock {
  offsetInMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetInMs);
  }
}
