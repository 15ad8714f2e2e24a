import { ActivityTypes, type TurnContext } from 'botbuilder-core';

/** Answers an invoke. */
export async function answerInvoke(context: TurnContext, body: object): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body } });
}

/** What answers a press in plain words and leaves the card as it is (Teams, "Universal Actions for Adaptive Cards", responses). */
export function inWords(text: string): object {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}
