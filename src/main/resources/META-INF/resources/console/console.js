/** The page: what is known, what is shown, and how one becomes the other. */
import * as api from './api.js';
import { avatar, el, item } from './cards.js';
import { compose } from './composer.js';
import { List } from './list.js';

const $ = (id) => document.getElementById(id);
const known = new Map();
const unread = new Map();
let people = [];
let channels = [];
let as = '';
let channel = '';
let thread = null;

const room = new List($('room-scroll'), $('room-messages'), $('room-fresh'));
const below = new List($('thread-scroll'), $('thread-messages'), $('thread-fresh'));
const act = { press, react };

function fail(problem) {
  $('toast').textContent = problem.message;
  $('toast').hidden = false;
  clearTimeout(fail.timer);
  fail.timer = setTimeout(() => { $('toast').hidden = true; }, 6000);
  return false;
}

function confirmed(button) {
  if (!button.confirm) return Promise.resolve(true);
  const dialog = $('ask');
  $('ask-title').textContent = `${button.label}?`;
  $('ask-text').textContent = button.confirm;
  $('ask-yes').textContent = button.label;
  $('ask-yes').className = `button ${button.style}`;
  dialog.returnValue = 'no';
  dialog.showModal();
  $('ask-no').focus();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

async function press(message, button, element) {
  if (!(await confirmed(button))) return;
  element.classList.add('pressed');
  await api.press(as, message.id, button.id).catch(fail);
  element.classList.remove('pressed');
}

function react(message, emoji, add) {
  api.react(as, message.id, emoji, add).catch(fail);
}

const visible = (message) => message.to === null || message.to === as;
const inOrder = (one, other) => Number(one.id) - Number(other.id);
const some = (keep) => [...known.values()].filter((message) => visible(message) && keep(message)).sort(inOrder);
const repliesTo = (id) => some((message) => message.thread === id);

const shownInRoom = (message) => item(message, { as, people, act, replies: repliesTo(message.id) });
const shownBelow = (message) => item(message, { as, people, act });

function draw() {
  const roots = some((message) => message.channel === channel && message.thread === null);
  room.fill(roots, shownInRoom);
  $('empty').hidden = roots.length > 0;
  drawThread();
}

function drawThread() {
  const root = thread === null ? undefined : known.get(thread);
  $('thread').hidden = !root;
  $('app').classList.toggle('threaded', Boolean(root));
  $('room').inert = Boolean(root) && narrow();
  if (root) {
    $('thread-topic').textContent = root.title ?? root.text;
    below.fill([root, ...repliesTo(root.id)], shownBelow);
  }
}

/** One message was said or changed: only its own element is replaced. */
function seen(message) {
  const fresh = !known.has(message.id);
  known.set(message.id, message);
  if (!visible(message)) return;
  if (message.channel !== channel) {
    if (fresh && message.author !== as) {
      unread.set(message.channel, (unread.get(message.channel) ?? 0) + 1);
      drawChannels();
    }
    return;
  }
  const root = message.thread === null ? message : known.get(message.thread);
  if (root) room.put(root, shownInRoom);
  $('empty').hidden = true;
  if (thread !== null && root?.id === thread) below.put(message, shownBelow);
  if (fresh && message.author !== as) announce(message);
}

function announce(message) {
  const line = el('p', {}, `${message.author}: ${message.title ?? message.text}`);
  $('announce').append(line);
  while ($('announce').children.length > 5) $('announce').firstChild.remove();
}

function drawChannels() {
  $('channels').replaceChildren(...channels.map((one) => {
    const count = unread.get(one.name) ?? 0;
    const link = el('a', { className: 'channel', href: `#${one.name}` }, one.name,
      count > 0 && el('span', { className: 'unread', 'aria-label': `${count} new` }, String(count)));
    if (one.name === channel) link.setAttribute('aria-current', 'page');
    return el('li', {}, link);
  }));
}

function enter(name) {
  channel = name;
  unread.delete(name);
  const here = channels.find((one) => one.name === name);
  $('channel-name').textContent = name;
  $('channel-topic').textContent = here?.topic ?? '';
  $('channel-topic').hidden = !here?.topic;
  $('composer-label').textContent = `Message in ${name}`;
  document.title = `#${name} · Twokeys`;
  room.forget();
  drawChannels();
  draw();
  room.toEnd();
}

/** `#channel` or `#channel/message`: a root opens its thread, a reply the thread it is in. */
function route() {
  const [name, id] = decodeURIComponent(location.hash.slice(1)).split('/');
  const target = channels.find((one) => one.name === name)?.name ?? channels[0]?.name;
  if (!target) return;
  const message = id ? known.get(id) : undefined;
  const root = message ? message.thread ?? message.id : null;
  const opened = root !== thread;
  thread = root;
  if (target !== channel) enter(target);
  if (opened) below.forget();
  drawThread();
  if (root !== null && opened) {
    below.toEnd();
    if (narrow() || document.activeElement === document.body) $('close-thread').focus();
  }
  if (message && message.thread) below.mark(id);
  side(false);
}

const narrow = () => matchMedia('(max-width: 860px)').matches;

function closeThread() {
  const id = thread;
  location.hash = channel;
  requestAnimationFrame(() => (document.querySelector(`#room-messages [data-id="${id}"] .replies`) ?? $('composer-text')).focus({ preventScroll: true }));
}

function side(open) {
  if (open === $('app').classList.contains('sided')) return;
  $('app').classList.toggle('sided', open);
  $('open-side').setAttribute('aria-expanded', String(open));
  $('room').inert = open;
  (open ? $('close-side') : $('open-side')).focus();
}

function become(id) {
  as = people.some((person) => person.id === id) ? id : people[0]?.id ?? '';
  localStorage.setItem('twokeys.as', as);
  $('as').value = as;
  const face = avatar(as, people);
  face.id = 'as-avatar';
  $('as-avatar').replaceWith(face);
  $('composer-text').placeholder = narrow() ? `Message as ${as}` : `Message as ${as}, for example /odoo status`;
  if (channel) draw();
}

const post = (text, to) => api.say(as, channel, to, text).then(() => true, fail);
const composer = compose($('composer'), $('composer-text'), async (text) => { room.toEnd(); return post(text, null); }, $('hints'));
compose($('replier'), $('reply-text'), async (text) => { below.toEnd(); return post(text, thread); }, null);

document.querySelectorAll('.try').forEach((button) => button.addEventListener('click', () => composer.put(button.dataset.try)));
$('as').addEventListener('change', () => {
  become($('as').value);
  side(false);
});
$('open-side').addEventListener('click', () => side(true));
$('close-side').addEventListener('click', () => side(false));
$('backdrop').addEventListener('click', () => side(false));
$('close-thread').addEventListener('click', closeThread);
$('skip').addEventListener('click', (event) => { event.preventDefault(); $('composer-text').focus(); });
addEventListener('hashchange', route);
addEventListener('resize', drawThread);
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || $('ask').open) return;
  if ($('app').classList.contains('sided')) side(false);
  else if (thread !== null) closeThread();
});

function line(up) {
  $('line').textContent = up ? 'live' : 'reconnecting';
  $('line').classList.toggle('cut', !up);
}

async function begin() {
  [people, channels] = await Promise.all([api.people(), api.channels()]);
  $('as').replaceChildren(...people.map((person) => el('option', { value: person.id }, person.name.toLowerCase().includes(person.role.toLowerCase()) ? person.name : `${person.name}, ${person.role}`)));
  become(localStorage.getItem('twokeys.as'));
  const all = (await Promise.all(channels.map((one) => api.messages(one.name)))).flat();
  all.forEach((message) => known.set(message.id, message));
  const last = all.reduce((most, message) => Math.max(most, Number(message.change)), 0);
  route();
  api.follow(String(last), seen, line);
  if (!narrow()) $('composer-text').focus();
}

begin().catch(fail);
