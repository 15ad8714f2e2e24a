import type { Pressed } from '../../support/chat.ts';

const most = 20;

/** Presses until the answer is one: on a machine that stalls a press may come to nothing, says so, and asks to be tried again. */
export async function insist(press: () => Promise<Pressed>): Promise<Pressed> {
  for (let tries = 1; ; tries += 1) {
    const answer = await press();
    if (tries === most || !/ Try again in a (few )?(moment|minute)s?\.|^This takes longer/.test(answer.text))
      return answer;
  }
}
