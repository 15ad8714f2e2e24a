import type { AddressInfo } from 'node:net';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';
import { cardType, smallCard } from './card.ts';

/** A bare bot of the Bot Framework SDK: restify and CloudAdapter, no checks, one small card. */
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, async (context) => {
    const { activity } = context;
    if (activity.type === 'invoke') {
      const value = smallCard(activity.value.action.data.text);
      await context.sendActivity({
        type: 'invokeResponse',
        value: { status: 200, body: { statusCode: 200, type: cardType, value } },
      });
    } else {
      await context.sendActivity({
        type: 'message',
        attachments: [{ contentType: cardType, content: smallCard(activity.text) }],
      });
    }
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
