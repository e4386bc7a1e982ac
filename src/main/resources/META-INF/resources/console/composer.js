/** The message box: grows with its text, remembers what was sent, and hints at commands. */
import { el } from './cards.js';

const COMMANDS = [
  ['/odoo upgrade ', 'MODULE[,MODULE] [on TARGET]', 'plan, gates, confirm, run'],
  ['/odoo plan ', 'MODULE [on TARGET]', 'the plan alone, no change'],
  ['/odoo dry-run ', 'MODULE [on TARGET]', 'upgrade on a restored copy'],
  ['/odoo check', '', 'preflight and health checks'],
  ['/odoo rollback', '', 'two people must approve'],
  ['/odoo status', '', 'what runs where'],
  ['/odoo history', '', 'what was done'],
  ['/odoo backup', '', 'a verified checkpoint now'],
  ['/odoo drill', '', 'prove that the newest one restores'],
  ['/odoo checkpoints', '', 'restore points'],
  ['/odoo cancel', '', 'stop the running operation'],
  ['/odoo whoami', '', 'your roles here'],
  ['/odoo help', '', 'everything you may do here'],
];

/** `send(text)` returns a promise; the text stays in the box if it fails. */
export function compose(form, box, send, hints) {
  const past = [];
  let back = 0;
  let chosen = -1;

  const grow = () => {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  };
  const put = (text) => {
    box.value = text;
    grow();
    suggest();
  };

  const offers = () => {
    const typed = box.value;
    return hints && typed.startsWith('/') ? COMMANDS.filter(([text]) => text.startsWith(typed) && text.trimEnd() !== typed) : [];
  };
  const choose = (at) => {
    chosen = at;
    [...hints.children].forEach((hint, index) => hint.setAttribute('aria-selected', String(index === at)));
    hints.children[at]?.scrollIntoView({ block: 'nearest' });
    if (at < 0) {
      box.removeAttribute('aria-activedescendant');
    } else {
      box.setAttribute('aria-activedescendant', `hint-${at}`);
    }
  };
  const take = (text) => {
    put(text);
    box.focus();
  };
  const suggest = () => {
    if (!hints) return;
    const all = offers();
    hints.replaceChildren(...all.map(([text, rest, what], at) => el('li', {
      className: 'hint', id: `hint-${at}`, role: 'option', 'aria-selected': 'false',
      onmousedown: (event) => { event.preventDefault(); take(text); },
    }, el('code', {}, text + rest), el('span', {}, what))));
    hints.hidden = all.length === 0;
    box.setAttribute('aria-expanded', String(all.length > 0));
    choose(-1);
  };

  const submit = async () => {
    const text = box.value.trim();
    if (text === '') return;
    put('');
    if (await send(text)) {
      past.push(text);
      back = past.length;
    } else if (box.value === '') {
      put(text);
    }
  };

  const step = (by) => {
    const to = Math.min(Math.max(back + by, 0), past.length);
    if (to !== back) {
      back = to;
      put(past[to] ?? '');
      if (hints) { hints.hidden = true; box.setAttribute('aria-expanded', 'false'); }
    }
  };

  box.addEventListener('input', () => { back = past.length; grow(); suggest(); });
  box.addEventListener('blur', () => { if (hints) { hints.hidden = true; box.setAttribute('aria-expanded', 'false'); } });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const open = hints && !hints.hidden;
    const count = open ? hints.children.length : 0;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (open && chosen >= 0) take(offers()[chosen][0]);
      else submit();
    } else if (event.key === 'Tab' && open && !event.shiftKey) {
      event.preventDefault();
      take(offers()[Math.max(chosen, 0)][0]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      hints.hidden = true;
      box.setAttribute('aria-expanded', 'false');
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
    } else if (event.key === 'ArrowUp' && (box.value === '' || back < past.length)) {
      event.preventDefault();
      step(-1);
    } else if (event.key === 'ArrowDown' && back < past.length) {
      event.preventDefault();
      step(1);
    }
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  return { put: take };
}
