import type { Gate } from '../gate.ts';
import type { TeamsAdapter } from '../teams-adapter.ts';
import { Refusal } from './refusal.ts';
import type { Route, RouteResponse } from './route.ts';

const maxBytes = 256 * 1024;
const accepted: RouteResponse = { status: 200 };
const headers = { 'content-type': 'application/json; charset=utf-8' };

/** `POST /api/messages`: what the gate admits becomes a turn, and an invoke's answer is the response. */
export function messagesRoute(gate: Gate, adapter: TeamsAdapter): Route {
  return {
    method: 'POST',
    path: '/api/messages',
    accepts: ['application/json'],
    maxBytes,
    async handler(request) {
      const activity = await gate.admit(request);
      if (activity instanceof Refusal) return activity;
      const response = await adapter.process(activity);
      if (!response) return accepted;
      return response.body === undefined
        ? { status: response.status }
        : { status: response.status, headers, body: JSON.stringify(response.body) };
    },
  };
}
