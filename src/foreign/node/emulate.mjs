// A Slack that we did not write, of npm's `emulate`: channel odoo-sandbox, and a token for each of its people, xoxp-NAME; the bot's is
// xoxb-test. Tells where it listens and which ids it gave.
import { createEmulator } from 'emulate';

const people = ['operator', 'manager-1', 'manager-2', 'viewer'];
const tokens = Object.fromEntries([['xoxb-test', { login: 'twokeys', scopes: [] }], ...people.map((login) => [`xoxp-${login}`, { login, scopes: [] }])]);
const slack = await createEmulator({
  service: 'slack',
  port: Number(process.env.PORT),
  seed: {
    tokens,
    slack: {
      team: { name: 'Emulated', domain: 'emulated' },
      users: [...people, 'twokeys'].map((name) => ({ name, real_name: name })),
      channels: [{ name: 'odoo-sandbox' }],
      tokens: Object.entries(tokens).map(([token, { login }]) => ({ token, user: login, scopes: [] })),
    },
  },
});

const ask = async (method) => {
  const answer = await fetch(`${slack.url}/api/${method}`, { method: 'POST', headers: { authorization: 'Bearer xoxb-test' } });
  return answer.json();
};
const { channels } = await ask('conversations.list');
const { members } = await ask('users.list');
console.log(
  JSON.stringify({
    saw: 'started',
    url: `${slack.url}/api/`,
    channel: channels.find(({ name }) => name === 'odoo-sandbox').id,
    people: Object.fromEntries(members.map(({ name, id }) => [name, id])),
  }),
);
