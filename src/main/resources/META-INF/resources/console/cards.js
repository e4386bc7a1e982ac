/** From a message to elements. Everything is text to the browser: nothing here becomes HTML by itself. */

const MARKS = { WAITING: '○', RUNNING: '▶', DONE: '✔', WARNED: '⚠', FAILED: '✘', SKIPPED: '–' };
const SPOKEN = { WAITING: 'waiting', RUNNING: 'running', DONE: 'done', WARNED: 'warning', FAILED: 'failed', SKIPPED: 'skipped' };
const KINDS = {
  plan: '◇ Plan', progress: '▷ Progress', log: '≡ Log', warning: '⚠ Warning', verdict: '◆ Verdict', diagnosis: '◆ Diagnosis', incident: '● Incident',
  approval: '◈ Approval', notice: 'Notice', refusal: '⊘ Refused', help: '? Help', status: '◉ Status', history: '↺ History', maintenance: '◷ Maintenance',
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

/** A vote's sign in running text is drawn, too, and what stands between backticks is something to type. */
const drawn = (text) => text.split(/(✅|❌|`[^`\n]+`)/).map((piece) => {
  if (['✅', '❌'].includes(piece)) return emoji(piece);
  return /^`.+`$/.test(piece) ? el('code', {}, piece.slice(1, -1)) : piece;
});

/** The hour alone today, with its day otherwise. */
function moment(at) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  const text = when.toLocaleString([], today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
  return el('time', { dateTime: at, title: when.toLocaleString() }, text);
}

function spans(all) {
  return all.flatMap((span) => {
    switch (span.span) {
      case 'bold': return el('b', {}, span.text);
      case 'code': return el('code', {}, span.text);
      case 'moment': return moment(span.at);
      case 'mention': return el('b', {}, `@${span.name}`);
      case 'jump': return span.message ? el('a', { href: `#${span.channel}/${span.message}` }, span.label) : span.label;
      default: return drawn(span.text);
    }
  });
}

/** In a plan nothing waits yet: its lines are points, not boxes to tick. */
function mark(item, kind) {
  if (item.mark === 'RUNNING') return el('span', { className: 'mark', role: 'img', 'aria-label': SPOKEN.RUNNING }, el('span', { className: 'spin' }));
  if (item.mark === 'WAITING' && kind === 'plan') return el('span', { className: 'mark', 'aria-hidden': 'true' }, '•');
  return el('span', { className: 'mark', role: 'img', 'aria-label': SPOKEN[item.mark] }, MARKS[item.mark]);
}

function checklist(part, kind) {
  const items = part.items.map((item) => {
    return el('li', { className: `check ${item.mark.toLowerCase()}${kind === 'plan' ? ' planned' : ''}` },
      mark(item, kind),
      el('span', {}, ...drawn(item.text), item.note && el('span', { className: 'note' }, ' · ', ...drawn(item.note))));
  });
  return el('div', { className: 'part' }, part.title && el('p', { className: 'list-title' }, part.title), el('ul', {}, ...items));
}

const RECORD = /^(\d{4}-\d\d-\d\d )(\d\d:\d\d:\d\d)(,\d{3} \d+ )([A-Z]+)( \S+)( [^:\s]+:)( .*)?$/;

/** A line of an Odoo log: all of it is there, the eye gets time, level, logger and message. */
function logLine(text, level) {
  const found = RECORD.exec(text);
  if (!found) return [el('span', { className: `line-of ${level}` }, `${text}\n`), level];
  const [, day, time, process, name, database, logger, message] = found;
  const own = name.toLowerCase();
  return [el('span', { className: `line-of record ${own}`, title: text.slice(0, text.indexOf(logger)) },
    el('span', { className: 'unseen' }, day), el('span', { className: 'faint' }, time), el('span', { className: 'unseen' }, process),
    own !== 'info' && ' ', el('span', { className: own === 'info' ? 'unseen' : 'level' }, name),
    el('span', { className: 'unseen' }, database), el('span', { className: 'faint' }, logger), message ?? '', '\n'), own];
}

function pre(text, index, kind) {
  const box = el('pre', { className: 'pre', tabIndex: 0, role: 'region', 'aria-label': kind === 'log' ? 'Log' : 'Preformatted text', 'data-keep': `pre${index}` });
  if (kind !== 'log' && kind !== 'warning') {
    box.append(text);
    return box;
  }
  let level = 'info';
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [node, own] = logLine(line, level);
    level = own;
    box.append(node);
  }
  return box;
}

function folded(piece, index, kind) {
  return el('details', { className: 'fold', 'data-keep': `fold${index}` },
    el('summary', { 'data-keep': `summary${index}` }, piece.title),
    ...piece.parts.map((one, at) => part(one, `${index}-${at}`, kind === 'approval' ? 'plan' : kind)));
}

function part(piece, index, kind) {
  switch (piece.part) {
    case 'text': return el('p', { className: 'part' }, ...spans(piece.spans));
    case 'context': return el('p', { className: 'part small' }, ...spans(piece.spans));
    case 'checklist': return checklist(piece, kind);
    case 'fields': return el('dl', { className: 'part fields' },
      ...piece.fields.map((field) => el('div', {}, el('dt', {}, field.label), el('dd', {}, field.value))));
    case 'folded': return folded(piece, index, kind);
    default: return pre(piece.text, index, kind);
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
  }, emoji(reaction.emoji), el('span', {}, String(reaction.by.length)), vote !== '' && reaction.by.length > 0 && el('span', { className: 'by' }, reaction.by.join(', ')));
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
  const seen = message.parts.filter((one) => one.part !== 'folded');
  const extra = message.parts.filter((one) => one.part === 'folded');
  return el('div', { className: `card ${message.kind}${whisper}` },
    el('p', { className: 'kind' }, label),
    el('h3', {}, message.title),
    ...seen.map((one, index) => part(one, index, message.kind)),
    files(message),
    buttons(message, act),
    extra.length > 0 && el('div', { className: 'folds' }, ...extra.map((one, index) => part(one, `x${index}`, message.kind))));
}

function words(message) {
  const command = message.text.trimStart().startsWith('/') ? ' command' : '';
  return el('p', { className: `words${command}` }, message.text);
}

/** A message as a list item; `replies` is what its thread holds, or nothing inside the thread itself. */
export function item(message, { as, people, replies, act }) {
  const person = people.find((one) => one.id === message.author);
  const name = person?.name ?? (message.author === 'twokeys' ? 'Twokeys' : message.author);
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
