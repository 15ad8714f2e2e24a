import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActivityHandler, type TurnContext } from '@microsoft/agents-hosting';
import { startServer } from '@microsoft/agents-hosting-express';
import { cardType, smallCard } from './card.ts';

/** A bare bot of the Agents SDK: its express start and an activity handler, no checks, one small card. */
class Echo extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context) => {
      const attachments = [{ contentType: cardType, content: smallCard(context.activity.text ?? '') }];
      await context.sendActivity({ type: 'message', attachments } as never);
    });
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<never> {
    const { action } = context.activity.value as { action: { data: { text: string } } };
    return { status: 200, body: { statusCode: 200, type: cardType, value: smallCard(action.data.text) } } as never;
  }
}

// Its start returns no listening server, so the port is read off the one that it makes; its greeting is left out.
console.log = () => undefined;
const listen = http.Server.prototype.listen;
http.Server.prototype.listen = function (this: http.Server, ...args: never[]) {
  this.once('listening', () => process.stdout.write(`${(this.address() as AddressInfo).port}\n`));
  return listen.apply(this, ['0', '127.0.0.1', ...args.slice(-1)] as never);
} as typeof listen;
startServer(new Echo());
