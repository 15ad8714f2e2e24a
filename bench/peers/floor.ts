import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { cardType, smallCard } from './card.ts';

/** The floor: parse, answer one card, one POST on a kept connection. No framework and no checks. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const activity = JSON.parse(Buffer.concat(chunks).toString());
    if (activity.type === 'invoke') {
      const card = smallCard(activity.value.action.data.text);
      const body = JSON.stringify({ statusCode: 200, type: cardType, value: card });
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body);
      return;
    }
    const reply = {
      type: 'message',
      replyToId: activity.id,
      attachments: [{ contentType: cardType, content: smallCard(activity.text) }],
    };
    const body = JSON.stringify(reply);
    const url = new URL(activity.serviceUrl);
    const path = `/v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities/${activity.id}`;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const post = http.request(
      { host: url.hostname, port: url.port, method: 'POST', path, agent, headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
      },
    );
    post.end(body);
  });
});

server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
