/** The console's HTTP interface, and its stream. */

async function ask(path, options) {
  const response = await fetch(`/console/api/${path}`, options);
  const answer = await response.json().catch(() => ({ error: `the console answered ${response.status}` }));
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

const send = (path, body) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const people = () => ask('people');
export const channels = () => ask('channels');
export const messages = (channel) => ask(`channels/${encodeURIComponent(channel)}/messages`);
export const say = (as, channel, thread, text) => send('messages', { as, channel, thread, text });
export const react = (as, message, emoji, add) => send('reactions', { as, message, emoji, add });
export const press = (as, message, button) => send('buttons', { as, message, button, input: {} });

/** Calls `seen` for every message said or changed after `change`; the browser reconnects and resumes by itself. */
export function follow(change, seen, line) {
  const stream = new EventSource(`/console/api/stream?after=${change}`);
  let last = change;
  stream.addEventListener('message', (event) => {
    last = event.lastEventId || last;
    seen(JSON.parse(event.data));
  });
  stream.addEventListener('open', () => line(true));
  stream.addEventListener('error', () => {
    line(false);
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(() => follow(last, seen, line), 2000);
    }
  });
}
