// Holds bodies of requests against Discord's published OpenAPI. Standard input: one JSON object a line, {method, path, body};
// the path begins after /api/v10. Standard output: one JSON object a line, {method, path, schema, ok, issues}.
import { createInterface } from 'node:readline';
import * as spec from 'discord-api-spec/zod';

const ROUTES = [
  ['POST', /^\/channels\/\d+\/messages$/, 'MessageCreateRequestSchema'],
  ['PATCH', /^\/channels\/\d+\/messages\/\d+$/, 'MessageEditRequestPartialSchema'],
  ['POST', /^\/channels\/\d+\/messages\/\d+\/threads$/, 'CreateTextThreadWithMessageRequestSchema'],
  ['PATCH', /^\/channels\/\d+$/, 'UpdateThreadRequestPartialSchema'],
  ['POST', /^\/interactions\/\d+\/[^/]+\/callback$/, callback],
  ['PATCH', /^\/webhooks\/\d+\/[^/]+\/messages\/(@original|\d+)$/, 'IncomingWebhookUpdateRequestPartialSchema'],
  ['POST', /^\/webhooks\/\d+\/[^/]+$/, 'IncomingWebhookInteractionRequestSchema'],
  ['PUT', /^\/applications\/\d+(\/guilds\/\d+)?\/commands$/, 'ApplicationCommandUpdateRequestSchema'],
  ['POST', /^\/guilds\/\d+\/scheduled-events$/, 'ExternalScheduledEventCreateRequestSchema'],
  ['PATCH', /^\/guilds\/\d+\/scheduled-events\/\d+$/, 'ExternalScheduledEventPatchRequestPartialSchema'],
];

function callback(body) {
  return {
    4: 'CreateMessageInteractionCallbackRequestSchema',
    5: 'CreateMessageInteractionCallbackRequestSchema',
    6: 'UpdateMessageInteractionCallbackRequestSchema',
    7: 'UpdateMessageInteractionCallbackRequestSchema',
    8: 'ApplicationCommandAutocompleteCallbackRequestSchema',
    9: 'ModalInteractionCallbackRequestSchema',
  }[body.type];
}

function judge({ method, path, body }) {
  const route = ROUTES.find(([verb, pattern]) => verb === method && pattern.test(path));
  if (!route) return { ok: false, schema: '', issues: ['no schema is known for this request'] };
  const name = typeof route[2] === 'function' ? route[2](body) : route[2];
  const schema = spec[name];
  if (!schema) return { ok: false, schema: String(name), issues: ['the specification has no such schema'] };
  const bodies = Array.isArray(body) ? body : [body];
  const issues = bodies.flatMap((one) => schema.safeParse(one).error?.issues ?? []);
  return { ok: issues.length === 0, schema: name, issues };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  console.log(JSON.stringify({ method: request.method, path: request.path, ...judge(request) }));
}
