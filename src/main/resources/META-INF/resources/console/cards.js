/** From a message to elements. Everything is text to the browser: nothing here parses markup. */

const MARKS = { WAITING: '○', RUNNING: '▶', DONE: '✔', WARNED: '⚠', FAILED: '✘', SKIPPED: '–' };
const SPOKEN = { WAITING: 'waiting', RUNNING: 'running', DONE: 'done', WARNED: 'warning', FAILED: 'failed', SKIPPED: 'skipped' };
const KINDS = {
  plan: '◇ Plan', progress: '▷ Progress', log: '≡ Log', warning: '⚠ Warning', verdict: '◆ Verdict', incident: '● Incident',
  approval: '◈ Approval', notice: 'Notice', refusal: '⊘ Refused', help: '? Help', status: '◉ Status', history: '↺ History',
};
const PICKS = ['✅', '❌', '👀', '👍', '🎉', '❤️'];

/** `el('p', { className: 'x' }, 'text', child)`; falsy children are left out. */
export function el(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') {
      node.setAttribute(key, value);
    } else {
      node[key] = value;
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ''));
  return node;
}

export function clock(at) {
  const when = new Date(at);
  const text = when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return el('time', { dateTime: at, title: when.toLocaleString() }, text);
}

export function avatar(id, people) {
  if (id === 'twokeys') {
    return el('span', { className: 'avatar', 'aria-hidden': 'true' }, el('img', { src: '/console/icon.svg', alt: '' }));
  }
  const at = Math.max(0, people.findIndex((person) => person.id === id));
  const name = people[at]?.name ?? id;
  const letters = name.split(/[\s-]+/).map((word) => word[0]).join('').slice(0, 2).toUpperCase();
  return el('span', { className: `avatar hue-${at % 6}`, 'aria-hidden': 'true' }, letters);
}

/** The two votes are drawn, so that they look the same with and without an emoji font. */
function emoji(text) {
  const vote = { '✅': ' yes', '❌': ' no' }[text];
  return el('span', { className: `emoji${vote ?? ''}` }, text);
}

function spans(all) {
  return all.map((span) => {
    switch (span.span) {
      case 'bold': return el('b', {}, span.text);
      case 'code': return el('code', {}, span.text);
      case 'moment': return el('time', { dateTime: span.at, title: span.at }, new Date(span.at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' }));
      case 'mention': return el('b', {}, `@${span.name}`);
      case 'jump': return span.message ? el('a', { href: `#${span.channel}/${span.message}` }, span.label) : span.label;
      default: return span.text;
    }
  });
}

function checklist(part) {
  const items = part.items.map((item) => {
    const mark = item.mark === 'RUNNING' ? el('span', { className: 'spin' }) : MARKS[item.mark];
    return el('li', { className: `check ${item.mark.toLowerCase()}` },
      el('span', { className: 'mark', role: 'img', 'aria-label': SPOKEN[item.mark] }, mark),
      el('span', {}, item.text, item.note && el('span', { className: 'note' }, ` · ${item.note}`)));
  });
  return el('div', { className: 'part' }, part.title && el('p', { className: 'list-title' }, part.title), el('ul', {}, ...items));
}

function part(piece, index) {
  switch (piece.part) {
    case 'text': return el('p', { className: 'part' }, ...spans(piece.spans));
    case 'context': return el('p', { className: 'part small' }, ...spans(piece.spans));
    case 'checklist': return checklist(piece);
    case 'fields': return el('dl', { className: 'part fields' },
      ...piece.fields.map((field) => el('div', {}, el('dt', {}, field.label), el('dd', {}, field.value))));
    default: return el('pre', { className: 'pre', tabIndex: 0, role: 'region', 'aria-label': 'Preformatted text', 'data-keep': `pre${index}` }, piece.text);
  }
}

function buttons(message, act) {
  const all = message.buttons.map((button) => el('button', {
    type: 'button', className: `button ${button.style}`, disabled: !button.enabled, 'data-keep': `button ${button.id}`,
    onclick: (event) => act.press(message, button, event.currentTarget),
  }, button.label));
  return all.length > 0 && el('div', { className: 'row', role: 'group', 'aria-label': 'Actions' }, ...all);
}

function chip(message, reaction, as, act) {
  const mine = reaction.by.includes(as);
  const vote = ['✅', '❌'].includes(reaction.emoji) ? ' vote' : '';
  const who = reaction.by.length === 0 ? 'nobody yet' : reaction.by.join(', ');
  return el('button', {
    type: 'button', className: `chip${vote}`, title: who, 'aria-pressed': String(mine), 'data-keep': `chip ${reaction.emoji}`,
    'aria-label': `${reaction.emoji}, ${who}; ${mine ? 'take back' : 'react'}`,
    onclick: () => act.react(message, reaction.emoji, !mine),
  }, emoji(reaction.emoji), el('span', {}, String(reaction.by.length)));
}

function adder(message, act) {
  const picker = el('span', { className: 'picker', hidden: true, role: 'group', 'aria-label': 'Choose a reaction' },
    ...PICKS.map((sign) => el('button', { type: 'button', 'aria-label': `React with ${sign}`, onclick: () => act.react(message, sign, true) }, emoji(sign))));
  const open = el('button', {
    type: 'button', className: 'add', title: 'Add a reaction', 'aria-label': 'Add a reaction', 'aria-expanded': 'false', 'data-keep': 'add',
    onclick: () => {
      picker.hidden = !picker.hidden;
      open.setAttribute('aria-expanded', String(!picker.hidden));
    },
  }, '☺');
  return el('span', { className: 'adder' }, picker, open);
}

function reactions(message, as, act) {
  const votes = message.kind === 'approval' ? ['✅', '❌'].filter((vote) => !message.reactions.some((one) => one.emoji === vote)) : [];
  const all = [...message.reactions, ...votes.map((vote) => ({ emoji: vote, by: [] }))];
  const chips = all.map((reaction) => chip(message, reaction, as, act));
  return chips.length > 0 && el('div', { className: 'row', role: 'group', 'aria-label': 'Reactions' }, ...chips);
}

function files(message) {
  const all = message.files.map((file) => el('a', { className: 'file', href: file.url, download: file.name }, el('span', { 'aria-hidden': 'true' }, '⤓'), file.name));
  return all.length > 0 && el('div', { className: 'row' }, ...all);
}

function card(message, as, act) {
  const whisper = message.to ? ' whisper' : '';
  const label = KINDS[message.kind] + (message.to ? ' · only you can see this' : '');
  return el('div', { className: `card ${message.kind}${whisper}` },
    el('p', { className: 'kind' }, label),
    el('h3', {}, message.title),
    ...message.parts.map(part),
    files(message),
    buttons(message, act));
}

function words(message) {
  const command = message.text.trimStart().startsWith('/') ? ' command' : '';
  return el('p', { className: `words${command}` }, message.text);
}

/** A message as a list item; `replies` is what its thread holds, or nothing inside the thread itself. */
export function item(message, { as, people, replies, act }) {
  const person = people.find((one) => one.id === message.author);
  const name = person?.name ?? message.author;
  const last = replies?.at(-1);
  return el('li', { className: `message ${message.kind}`, 'data-id': message.id, tabIndex: -1 },
    avatar(message.author, people),
    el('div', {},
      el('div', { className: 'who' }, el('b', {}, name), person && el('span', { className: 'badge' }, person.role), clock(message.at),
        message.edited && el('span', { className: 'edited' }, 'edited'), message.to === null && adder(message, act)),
      message.kind === 'said' ? words(message) : card(message, as, act),
      reactions(message, as, act),
      last && el('a', { className: 'replies', href: `#${message.channel}/${message.id}`, 'data-keep': 'replies' },
        `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`, el('span', {}, 'last at ', clock(last.at)))));
}
